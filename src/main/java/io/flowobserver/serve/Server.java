// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.filter.Filters;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.proto.status.NodeStatus;
import io.flowobserver.proto.status.Source;
import io.flowobserver.proto.status.SupervisedThread;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.Rings;
import io.flowobserver.serve.grpc.CallCounts;
import io.flowobserver.serve.grpc.ClientTrustInterceptor;
import io.flowobserver.serve.grpc.InboundMemoryLimiter;
import io.flowobserver.serve.grpc.NodeResponses;
import io.flowobserver.serve.grpc.ObserverService;
import io.flowobserver.serve.grpc.OpenCalls;
import io.flowobserver.serve.grpc.RequestMarshaller;
import io.flowobserver.serve.grpc.VersionHeaderInterceptor;
import io.flowobserver.serve.http.HttpExchange;
import io.flowobserver.serve.http.HttpService;
import io.flowobserver.serve.http.NodeStatusPage;
import io.flowobserver.serve.listen.ConnectionCounts;
import io.flowobserver.serve.listen.Limits;
import io.flowobserver.serve.listen.ListenUrl;
import io.flowobserver.serve.listen.Listener;
import io.flowobserver.serve.listen.ListenerContext;
import io.flowobserver.serve.listen.RejectedConnections;
import io.flowobserver.serve.peer.PeerAddress;
import io.flowobserver.serve.peer.PeerNode;
import io.flowobserver.serve.peer.PeerService;
import io.flowobserver.serve.peer.Peers;
import io.flowobserver.serve.stream.FlowSource;
import io.flowobserver.serve.stream.StreamCounts;
import io.flowobserver.serve.stream.StreamLoops;
import io.flowobserver.serve.stream.StreamRequests;
import io.flowobserver.tls.ServerTls;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the Observer API, peers, health and reflection on any number of listeners.
 *
 * <p>Nothing is acquired before {@link #start}; {@link #close} may be called at any time and more than once. Both are
 * for one thread at a time.
 */
public final class Server implements AutoCloseable {
    /** As they are preferred: who offers HTTP/1.1 as well is no gRPC client, but curl or a browser. */
    private static final List<String> PROTOCOLS = List.of("http/1.1", "h2");

    private static final Logger log = LoggerFactory.getLogger(Server.class);

    /** Name under which health is asked for, besides the empty one. */
    public static final String HEALTH_SERVICE = "hubble.server.Observer";

    private static final int MAX_SERVING_LOOPS = 4;
    private static final long LOOP_STOP_MILLIS = 500;
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ServerOptions options;
    private final FlowRing ring;
    private final StreamRequests requests;
    private final ObserverService observer;
    private final StreamLoops streams;
    private final Runnable wakeStreams;
    private final Peers peers = new Peers();
    private final HealthStatusManager health = new HealthStatusManager();
    private final ConnectionCounts connections = new ConnectionCounts();
    private final RejectedConnections rejections;
    private final HttpService http;
    private final NodeStatusPage page;
    private final StreamCounts streamCounts = new StreamCounts();
    private final @Nullable ServerTls tls;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final OpenCalls calls = new OpenCalls();
    private final CallCounts callCounts = new CallCounts();
    private final InboundMemoryLimiter inbound = new InboundMemoryLimiter(Limits.REQUEST_BYTES);
    private volatile boolean stopping;
    private Listener.@Nullable Loops loops;
    private BooleanSupplier ready = () -> true;
    private Supplier<List<Source>> sources = List::of;
    private Supplier<List<SupervisedThread>> threads = List::of;
    private BooleanSupplier healthy = () -> true;

    /**
     * @param uuids the same that whoever else shows these flows uses
     */
    public Server(ServerOptions options, Rings rings, FlowUuid uuids) {
        this.options = options;
        this.ring = rings.flows();
        this.streams = new StreamLoops(new FlowEncoder(uuids), streamCounts);
        this.wakeStreams = streams::wake;
        FlowSource source = new FlowSource(rings, options.nodeName(), streamCounts);
        NodeResponses report = new NodeResponses(source, rings.namespaces(), this::announcedSelf, options.version());
        this.requests = new StreamRequests(source, new Filters(uuids));
        this.observer = new ObserverService(requests, streams, report);
        this.rejections =
                new RejectedConnections(connections, options.handshakeTimeout().toMillis());
        this.page = new NodeStatusPage(source);
        this.http = new HttpService(requests, streams, this::status, () -> healthy.getAsBoolean());
        this.tls = options.access()
                .tls()
                .map(files -> new ServerTls(files, PROTOCOLS))
                .orElse(null);
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
            if (tls != null) {
                tls.start();
            }
            for (ListenUrl url : options.access().urls()) {
                listeners.add(Listener.open(context(url), loops, this::addServices));
            }
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
        warnOfPlaintext();
        announce(List.of());
    }

    /**
     * Says what only others know of this node, for those who ask by HTTP; called before {@link #start}.
     *
     * @param whetherReady whether the node does what it was started for; asked by event loops
     * @param allSources where events come from; asked by event loops
     */
    public void describe(BooleanSupplier whetherReady, Supplier<List<Source>> allSources) {
        ready = whetherReady;
        sources = allSources;
    }

    /**
     * Says how the threads of the process are, for those who ask by HTTP; called before {@link #start}.
     *
     * @param whetherHealthy whether none is down; asked by event loops
     * @param allThreads each thread; asked by event loops
     */
    public void liveness(BooleanSupplier whetherHealthy, Supplier<List<SupervisedThread>> allThreads) {
        healthy = whetherHealthy;
        threads = allThreads;
    }

    /** Tells relays of other nodes that serve flows, in place of those told before; this node always comes first. */
    public void announce(List<PeerNode> others) {
        List<PeerNode> all = new ArrayList<>();
        all.add(self());
        all.addAll(others);
        peers.publish(all);
    }

    /** Where it listens, in the order of the options, with the ports that the kernel chose. */
    public List<ListenUrl> bound() {
        return listeners.stream().map(Listener::bound).toList();
    }

    /** Calls so far. */
    public CallCounts calls() {
        return callCounts;
    }

    /** How connections began so far. */
    public ConnectionCounts connections() {
        return connections;
    }

    /** What streams there are, and what they missed. */
    public StreamCounts streams() {
        return streamCounts;
    }

    /** What listeners on TCP speak TLS with, if they do. */
    public Optional<ServerTls> tls() {
        return Optional.ofNullable(tls);
    }

    public InboundMemoryLimiter inbound() {
        return inbound;
    }

    public Peers peers() {
        return peers;
    }

    /**
     * Says that it is not serving any more, ends all calls with a status that says so, frees the addresses, and cuts
     * connections that have not come to their end in two seconds; takes four at most.
     */
    @Override
    public void close() {
        if (!stopping) {
            stopping = true;
            // Said twice, it is a warning with a stack trace.
            health.enterTerminalState();
        }
        calls.stop();
        ring.removeListener(wakeStreams);
        long deadline = System.nanoTime() + CLOSE_NANOS;
        listeners.forEach(Listener::stop);
        for (int i = listeners.size() - 1; i >= 0; i--) {
            listeners.remove(i).close(deadline - System.nanoTime());
        }
        requests.close();
        if (loops != null) {
            stop(loops.accepting());
            stop(loops.serving());
            loops = null;
        }
        if (tls != null) {
            tls.close();
        }
    }

    private void addServices(NettyServerBuilder builder) {
        Limits.apply(builder);
        builder.addStreamTracerFactory(inbound);
        builder.addStreamTracerFactory(callCounts);
        builder.directExecutor()
                .handshakeTimeout(options.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .intercept(new ClientTrustInterceptor())
                .intercept(calls)
                .intercept(new VersionHeaderInterceptor(options.version()))
                .addService(served(observer.definition(callCounts)))
                .addService(served(new PeerService(peers).definition()))
                .addService(served(health.getHealthService().bindService()))
                .addService(served(ProtoReflectionServiceV1.newInstance().bindService()))
                .addService(served(reflectionV1Alpha().bindService()));
    }

    private ServerServiceDefinition served(ServerServiceDefinition service) {
        return callCounts.counting(RequestMarshaller.guarding(service));
    }

    private NodeStatus status() {
        NodeStatus.Builder status = NodeStatus.newBuilder()
                .setVersion(options.version())
                .setNode(options.nodeName())
                .setReady(!stopping && ready.getAsBoolean())
                .addAllSources(sources.get())
                .addAllThreads(threads.get());
        page.fill(status);
        listeners.forEach(listener -> status.addListeners(listener.status()));
        return status.build();
    }

    private ListenerContext context(ListenUrl url) {
        return new ListenerContext(
                url,
                url instanceof ListenUrl.Tcp ? tls : null,
                options.access().servesHttpOn(url) ? this::httpHandlers : null,
                rejections);
    }

    private ChannelHandler[] httpHandlers() {
        return HttpExchange.handlers(http, options.handshakeTimeout().toMillis());
    }

    private void warnOfPlaintext() {
        for (ListenUrl url : bound()) {
            if (tls == null && url instanceof ListenUrl.Tcp tcp && !PeerAddress.isLoopback(tcp)) {
                log.warn(
                        "{} serves flows without encryption to everyone who reaches it; give --tls-cert-file,"
                                + " --tls-key-file and --tls-client-ca-files, or listen on 127.0.0.1",
                        url);
            }
        }
    }

    private PeerNode self() {
        Optional<ListenUrl> address = options.access().advertised().or(() -> PeerAddress.among(bound()));
        boolean secured =
                tls != null && address.filter(ListenUrl.Tcp.class::isInstance).isPresent();
        String name = options.nodeName();
        return new PeerNode(
                name,
                address.map(ListenUrl::toString).orElse(""),
                secured ? Optional.of(PeerNode.serverNameOf(name)) : Optional.empty());
    }

    /** This node as it was announced: to find its address again may take a look-up. */
    private PeerNode announcedSelf() {
        String name = options.nodeName();
        return peers.known().getOrDefault(name, new PeerNode(name, "", Optional.empty()));
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
