// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.filter.Filters;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.Rings;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the Observer API, health and reflection on any number of listeners.
 *
 * <p>Nothing is acquired before {@link #start}; {@link #close} may be called at any time and more than once. Both are
 * for one thread at a time.
 */
public final class Server implements AutoCloseable {
    /** Name under which health is asked for, besides the empty one. */
    public static final String HEALTH_SERVICE = "hubble.server.Observer";

    private static final int MAX_SERVING_LOOPS = 4;
    private static final long LOOP_STOP_MILLIS = 500;

    private final ServerOptions options;
    private final FlowRing ring;
    private final ObserverService observer;
    private final StreamLoops streams;
    private final Runnable wakeStreams;
    private final HealthStatusManager health = new HealthStatusManager();
    private final ConnectionCounts connections = new ConnectionCounts();
    private final StreamCounts streamCounts = new StreamCounts();
    private final List<Listener> listeners = new ArrayList<>();
    private Listener.@Nullable Loops loops;

    /**
     * @param uuids the same that whoever else shows these flows uses
     */
    public Server(ServerOptions options, Rings rings, FlowUuid uuids) {
        this.options = options;
        this.ring = rings.flows();
        this.streams = new StreamLoops(new FlowEncoder(uuids));
        this.wakeStreams = streams::wake;
        FlowSource source = new FlowSource(rings, options.nodeName(), streamCounts);
        this.observer = new ObserverService(source, new Filters(uuids), streams, options.version());
        health.setStatus(HEALTH_SERVICE, ServingStatus.SERVING);
    }

    /**
     * Opens all listeners.
     *
     * @throws IOException with one line for the operator if one cannot be opened; none is open then
     */
    public void start() throws IOException {
        if (!Epoll.isAvailable()) {
            throw new IOException("cannot listen: this system has no epoll that Netty can use: "
                    + Epoll.unavailabilityCause().getMessage());
        }
        loops = new Listener.Loops(eventLoops("observer-accept", 1), eventLoops("observer-serve", servingLoops()));
        ring.addListener(wakeStreams);
        try {
            for (ListenUrl url : options.listenUrls()) {
                listeners.add(Listener.open(url, loops, connections, this::addServices));
            }
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** Where it listens, in the order of the options, with the ports that the kernel chose. */
    public List<ListenUrl> bound() {
        return listeners.stream().map(Listener::bound).toList();
    }

    /** How connections began so far. */
    public ConnectionCounts connections() {
        return connections;
    }

    /** What streams there are, and what they missed. */
    public StreamCounts streams() {
        return streamCounts;
    }

    /** Cuts all streams and connections and frees the addresses; takes seconds at most. */
    @Override
    public void close() {
        ring.removeListener(wakeStreams);
        for (int i = listeners.size() - 1; i >= 0; i--) {
            listeners.remove(i).close();
        }
        observer.close();
        if (loops != null) {
            stop(loops.accepting());
            stop(loops.serving());
            loops = null;
        }
    }

    private void addServices(NettyServerBuilder builder) {
        builder.directExecutor()
                .handshakeTimeout(options.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .intercept(new VersionHeader(options.version()))
                .addService(observer.definition())
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(reflectionV1Alpha());
    }

    /** The older reflection protocol, which the hubble command still asks for. */
    private static io.grpc.BindableService reflectionV1Alpha() {
        return ProtoReflectionService.newInstance();
    }

    private static int servingLoops() {
        return Math.min(MAX_SERVING_LOOPS, Runtime.getRuntime().availableProcessors());
    }

    private static EventLoopGroup eventLoops(String name, int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), EpollIoHandler.newFactory());
    }

    private static void stop(EventLoopGroup group) {
        group.shutdownGracefully(0, LOOP_STOP_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(LOOP_STOP_MILLIS, TimeUnit.MILLISECONDS);
    }
}
