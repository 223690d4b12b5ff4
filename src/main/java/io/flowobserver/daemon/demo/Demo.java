// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import io.flowobserver.config.ListenConfig;
import io.flowobserver.config.ServeConfig;
import io.flowobserver.config.SourceConfig;
import io.flowobserver.daemon.BpfSetup;
import io.flowobserver.daemon.Daemon;
import io.flowobserver.daemon.HostSource;
import io.flowobserver.daemon.SourceContext;
import io.flowobserver.daemon.SourceOpener;
import io.flowobserver.daemon.StartException;
import io.flowobserver.daemon.device.DeviceStates;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfOptions;
import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.capture.ReplayOptions;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon that observes a node that it has built, or replays a recording if it cannot build one. */
public final class Demo implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Demo.class);
    private static final Path USUAL_SOCKET = Path.of(ListenConfig.DEFAULT_URL.substring("unix://".length()));

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Daemon daemon;
    private @Nullable String whyRecorded;
    private @Nullable DemoNode node;

    private Demo(ServeConfig config, String version) throws StartException {
        try {
            ProcessIdentity owner = ProcessIdentity.current();
            DemoFiles files = DemoFiles.create(owner);
            started.push(files);
            SourceOpener opening = prepare(config.sources().list().get(0), owner);
            List<String> urls = config.listen().urls().isEmpty()
                    ? List.of(freeUrl(files))
                    : config.listen().urls();
            daemon = Daemon.start(config.forDemo(urls, files.inventory()), version, opening);
            started.push(daemon);
            if (node != null) {
                started.push(DemoTraffic.start(node));
            }
        } catch (IOException e) {
            close();
            throw new StartException("the demo needs Linux's /proc: " + e.getMessage(), e);
        } catch (StartException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Builds the node, serves its flows, and starts the traffic.
     *
     * @param config without listeners if the demo chooses them; the source and the inventory come from the demo
     * @throws StartException with a one-line message for the operator; then nothing is left running
     */
    public static Demo start(ServeConfig config, String version) throws StartException {
        return new Demo(config, version);
    }

    /** Returns the reason why the demo replays a recording, or empty if the node is live. */
    public Optional<String> whyRecorded() {
        return Optional.ofNullable(whyRecorded);
    }

    /** Returns the addresses of the listeners, in the form of the flag. */
    public List<String> listeners() {
        return daemon.listeners().stream().map(Object::toString).toList();
    }

    /**
     * Stops the traffic and the daemon, and removes everything that was created for them. Idempotent and thread-safe.
     */
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            AutoCloseable last = started.pop();
            try {
                last.close();
            } catch (Exception e) {
                log.warn("{} did not stop cleanly: {}", last.getClass().getSimpleName(), e.toString());
            }
        }
    }

    private SourceOpener prepare(SourceConfig usual, ProcessIdentity owner) {
        try {
            Privileges.require();
            int removed = DemoNode.removeLeftovers();
            if (removed > 0) {
                log.info("removed {} network namespaces of a killed demo", removed);
            }
            BpfSource opened = open(usual);
            started.push(opened);
            DemoNode built = DemoNode.build(owner);
            started.push(built);
            node = built;
            AtomicReference<BpfSource> first = new AtomicReference<>(opened);
            return (source, context, report) -> {
                report.add("source", "eBPF at the interfaces of the demo's own node");
                BpfSource prepared = first.getAndSet(null);
                return observe(prepared == null ? open(source) : prepared, built, context);
            };
        } catch (StartException e) {
            whyRecorded = e.getMessage();
            return (source, context, report) -> {
                report.add("source", "a recorded demo");
                return replay(e);
            };
        }
    }

    private static EventSource observe(BpfSource source, DemoNode node, SourceContext context) throws StartException {
        HostSource host = new HostSource(source, context);
        try {
            int devices = node.observe(source);
            context.devices().set(new DeviceStates.Summary(devices, 0, List.of(), List.of()));
            return host;
        } catch (SourceException e) {
            host.close();
            throw new StartException(e.getMessage(), e);
        }
    }

    private static EventSource replay(Exception whyNotLive) throws StartException {
        try {
            return RecordedDemo.open(ReplayOptions.ORIGINAL);
        } catch (SourceException e) {
            throw new StartException(whyNotLive.getMessage() + "; " + e.getMessage(), e);
        }
    }

    private static BpfSource open(SourceConfig config) throws StartException {
        try {
            return BpfSource.open(config.match(new Options()));
        } catch (SourceException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /**
     * Returns the default socket, which clients use without a flag, or a private one if the default is not available.
     */
    private static String freeUrl(DemoFiles files) {
        boolean free = Files.isWritable(USUAL_SOCKET.getParent())
                && (!Files.exists(USUAL_SOCKET, LinkOption.NOFOLLOW_LINKS) || isStale(USUAL_SOCKET));
        return free ? ListenConfig.DEFAULT_URL : "unix://" + files.socket();
    }

    private static boolean isStale(Path socket) {
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
            return false;
        } catch (IOException nobody) {
            return !Files.isRegularFile(socket, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** How the programs are loaded. The demo chooses the source itself, but not how. */
    private static final class Options implements SourceConfig.Cases<BpfOptions, RuntimeException> {
        @Override
        public BpfOptions bpf(SourceConfig.Bpf bpf) {
            return BpfSetup.options(bpf);
        }

        @Override
        public BpfOptions replay(SourceConfig.Replay replay) {
            return BpfOptions.DEFAULT;
        }
    }
}
