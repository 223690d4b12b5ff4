// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.RecordConfig;
import io.flowobserver.config.RingConfig;
import io.flowobserver.config.ServeConfig;
import io.flowobserver.daemon.device.DeviceStates;
import io.flowobserver.daemon.report.BlindSpots;
import io.flowobserver.daemon.report.InventoryStatus;
import io.flowobserver.daemon.report.SourceStatus;
import io.flowobserver.daemon.report.StartupBanner;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.inventory.InventoryFile;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.file.FileWatcher;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.pipeline.IngestThread;
import io.flowobserver.pipeline.Pipeline;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.SupervisedThread;
import io.flowobserver.proto.node.Unseen;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.Rings;
import io.flowobserver.serve.Server;
import io.flowobserver.serve.ServerOptions;
import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.listen.ListenUrl;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.KernelCounts;
import io.flowobserver.source.capture.Recorder;
import io.flowobserver.supervise.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running observer: inventory, ring, server, file watcher and sources. They start in this order and are closed in
 * reverse order. Therefore clients are served before the first event arrives, and an inventory exists for every event.
 */
public final class Daemon implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Daemon.class);

    private final ServeConfig config;
    private final NodeNames names;
    private final Inventory inventory;
    private final Supervisor supervisor = new Supervisor();
    private final FileWatcher watcher = new FileWatcher(supervisor.threads("observer-files-0"));
    private final SourceContext context;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final DaemonMetrics metrics;
    private final Rings rings;
    private final Readers readers = new Readers();
    private final Pipeline pipeline;
    private final Server server;
    private final Sources sources;
    private final List<Unseen> unseen;
    private @Nullable InventoryFile inventoryFile;
    private volatile boolean attached;
    private boolean closed;

    private Daemon(ServeConfig config, String version, SourceOpener opener) throws StartException {
        this.config = config;
        this.unseen = BlindSpots.of(config.sources().list(), config.inventory().isPresent());
        this.names = new NodeNames(config.node(), version);
        this.inventory = new Inventory(names.cluster());
        this.context =
                new SourceContext(inventory, supervisor, new DeviceStates(), new AtomicReference<>(KernelCounts.NONE));
        this.metrics = new DaemonMetrics(config.metrics(), version, watcher, DecoderSetup.forClients(config.decode()));
        try {
            Node node = startInventory();
            rings = newRings(config.ring());
            pipeline = new Pipeline(
                    inventory, rings, DecoderSetup.decoder(config.decode()), DecoderSetup.attribution(config.decode()));
            pipeline.listener(metrics.listener());
            pipeline.unknownOrigin(DecoderSetup.unknownOrigin(config.decode()));
            StartupBanner report = new StartupBanner("observer " + version);
            sources = new Sources(config.sources(), opener, context, report);
            pipeline.sources(sources.counters());
            server = startServer(node, version);
            started.push(metrics);
            metrics.start(new DaemonMeterBinder(sources.runners(), rings, server), context, this::isReady);
            started.push(watcher);
            watcher.start();
            report.add(
                    "node",
                    node.name() + ", "
                            + (config.inventory().isEmpty()
                                    ? "no inventory"
                                    : "inventory " + config.inventory().get()));
            startIngest(report);
            attached = true;
        } catch (StartException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts the daemon.
     *
     * @param version the semantic version of this build
     * @throws StartException with a one-line message for the operator; then nothing is left running
     */
    public static Daemon start(ServeConfig config, String version) throws StartException {
        return start(config, version, SourceFactory::open);
    }

    /** Starts the daemon with sources that are opened in another way than usual. */
    public static Daemon start(ServeConfig config, String version, SourceOpener opener) throws StartException {
        LibraryLogs.join();
        return new Daemon(config, version, opener);
    }

    /** Returns the addresses of the listeners, with the ports that the kernel chose. */
    public List<ListenUrl> listeners() {
        return server.bound();
    }

    /**
     * Returns whether everything is running: inventory, listeners, threads, and sources that deliver from all their
     * devices and whose events can be processed. A replay may have ended.
     */
    boolean isReady() {
        return attached
                && supervisor.isHealthy()
                && sources.isReady()
                && context.devices().summary().errors().isEmpty()
                && !pipeline.errors().areMost();
    }

    /** Waits until the daemon is to end: a source has failed for good, and there is a limit of retries. */
    public void awaitFailure() throws InterruptedException {
        if (config.sources().retryLimit().isEmpty()) {
            new CountDownLatch(1).await();
        }
        sources.awaitFailure();
    }

    /** Has all watched files read again, also those that have not changed: TLS files, metrics, inventory. Any thread. */
    public void readFilesAgain() {
        watcher.readAgain();
    }

    /** Stops everything in reverse order. Idempotent and thread-safe. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        supervisor.close();
        while (!started.isEmpty()) {
            AutoCloseable last = started.pop();
            try {
                last.close();
            } catch (Exception e) {
                log.warn("{} did not stop cleanly: {}", last.getClass().getSimpleName(), e.toString());
            }
        }
    }

    /** Fills in what the server does not know. Called by event loops. */
    private void describe(NodeStatus.Builder status) {
        SourceStatus source = new SourceStatus(context.devices());
        sources.list().forEach(each -> status.addSources(source.of(each.config(), each.runner())));
        if (inventoryFile != null) {
            status.setInventory(InventoryStatus.of(inventoryFile));
        }
        status.addAllCannotSee(unseen);
    }

    private List<SupervisedThread> threads() {
        return supervisor.status().stream()
                .map(thread -> SupervisedThread.newBuilder()
                        .setName(thread.name())
                        .setUp(thread.up())
                        .setFailures(thread.failures())
                        .build())
                .toList();
    }

    private Node startInventory() throws StartException {
        if (config.inventory().isEmpty()) {
            Node node = names.withoutInventory();
            inventory.publish(Snapshot.empty(node, inventory.cluster()));
            return node;
        }
        Path file = config.inventory().get();
        InventoryFile reader = new InventoryFile(file, names::node, inventory);
        inventoryFile = reader;
        try {
            reader.start(watcher);
        } catch (IOException e) {
            throw new StartException(e.getMessage() + "; correct it or name another file with --inventory", e);
        }
        return inventory.snapshot().node();
    }

    private static Rings newRings(RingConfig config) throws StartException {
        // If the heap were full later, the JVM would exit at once without an explanation.
        if ((long) config.flows() * RingConfig.HEAP_BYTES_PER_FLOW
                > Runtime.getRuntime().maxMemory() / 2) {
            throw tooLarge(config, null);
        }
        try {
            return Rings.ofFlows(config.flows());
        } catch (OutOfMemoryError e) {
            throw tooLarge(config, e);
        }
    }

    private static StartException tooLarge(RingConfig config, @Nullable OutOfMemoryError cause) {
        return new StartException(
                "no memory for a ring of " + config.flows() + " flows ("
                        + config.memory()
                        + "): keep fewer, or raise OBSERVER_DIRECT and OBSERVER_HEAP",
                cause);
    }

    private Server startServer(Node node, String version) throws StartException {
        try {
            ServerOptions options = new ServerOptions(
                    ListenerSetup.access(config.listen()),
                    node.name(),
                    version,
                    ConnectionLimits.DEFAULT.withIdleStreamTimeout(
                            config.listen().idleStreamTimeout()),
                    config.listen().grpcResponseBundling(),
                    DecoderSetup.forClients(config.decode()));
            Server starting = new Server(options, rings, readers, new FlowUuid());
            starting.describe(this::isReady, this::describe);
            starting.names().inventory(inventory);
            starting.liveness(supervisor::isHealthy, this::threads);
            started.push(starting);
            starting.start();
            starting.tls().ifPresent(tls -> tls.watch(watcher));
            return starting;
        } catch (IOException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private void startIngest(StartupBanner report) throws StartException {
        EventSource source = sources.open(pipeline::from);
        try {
            addLimits(report);
            IngestThread starting = new IngestThread(pipeline, source, tap(), supervisor.threads("observer-ingest-0"));
            started.push(starting);
            addServing(report);
            // Log this before the first event, so that later log lines are about the running daemon.
            log.info("{}", report);
            starting.start();
        } catch (SourceException e) {
            source.close();
            throw new StartException(e.getMessage(), e);
        }
    }

    /** Says what an operator would look for in vain. */
    private void addLimits(StartupBanner report) {
        if (!unseen.isEmpty()) {
            report.add("cannot see", BlindSpots.line(unseen));
        }
    }

    private void addServing(StartupBanner report) {
        report.add("listeners", server.bound().stream().map(ListenUrl::toString).collect(Collectors.joining(", ")));
        metrics.addTo(report);
        report.add("ring", config.ring().flows() + " flows, " + config.ring().memory());
        config.record()
                .ifPresent(
                        record -> report.add("recording", record.file() + ", up to " + record.maxBytes() + " bytes"));
    }

    /** Returns the sink of the sources: the pipeline, or a recorder in front of it. */
    private EventSink tap() throws SourceException {
        if (config.record().isEmpty()) {
            return pipeline;
        }
        RecordConfig record = config.record().get();
        Recorder recorder = new Recorder(record.file(), record.maxBytes(), pipeline);
        started.push(recorder);
        return recorder;
    }
}
