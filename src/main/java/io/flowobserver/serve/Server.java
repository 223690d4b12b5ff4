// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.filter.Filters;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.names.NameFinder;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.SupervisedThread;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.Rings;
import io.flowobserver.serve.grpc.CallCounts;
import io.flowobserver.serve.grpc.ClientStreamLimiter;
import io.flowobserver.serve.grpc.ClientTrustInterceptor;
import io.flowobserver.serve.grpc.ErrorInterceptor;
import io.flowobserver.serve.grpc.InboundMemoryLimiter;
import io.flowobserver.serve.grpc.NodeResponses;
import io.flowobserver.serve.grpc.ObserverService;
import io.flowobserver.serve.grpc.OpenCalls;
import io.flowobserver.serve.grpc.RequestParser;
import io.flowobserver.serve.grpc.RequestTimeoutInterceptor;
import io.flowobserver.serve.grpc.ResponseBundling;
import io.flowobserver.serve.grpc.VersionHeaderInterceptor;
import io.flowobserver.serve.http.AllowedHosts;
import io.flowobserver.serve.http.FlowsHandler;
import io.flowobserver.serve.http.HostCheck;
import io.flowobserver.serve.http.HttpConnection;
import io.flowobserver.serve.http.HttpRoute;
import io.flowobserver.serve.http.HttpRoutes;
import io.flowobserver.serve.http.NodeStatusPage;
import io.flowobserver.serve.http.ProbeRoutes;
import io.flowobserver.serve.limit.CallLimiter;
import io.flowobserver.serve.limit.Http2Guard;
import io.flowobserver.serve.limit.RejectedCalls;
import io.flowobserver.serve.limit.RequestBudget;
import io.flowobserver.serve.listen.ConnectionCounts;
import io.flowobserver.serve.listen.EventLoops;
import io.flowobserver.serve.listen.Limits;
import io.flowobserver.serve.listen.ListenUrl;
import io.flowobserver.serve.listen.Listener;
import io.flowobserver.serve.listen.ListenerContext;
import io.flowobserver.serve.listen.RejectedConnections;
import io.flowobserver.serve.node.NodeReport;
import io.flowobserver.serve.node.NodeService;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the Observer API, peers, health and reflection on any number of listeners.
 *
 * <p>The constructor acquires no resources; {@link #start} does. {@link #close} may be called at any time and more than
 * once. One thread at a time may call these two.
 */
public final class Server implements AutoCloseable {
    /** In order of preference. A client that offers HTTP/1.1 too is curl or a browser, not a gRPC client. */
    private static final List<String> PROTOCOLS = List.of("http/1.1", "h2");

    private static final Logger log = LoggerFactory.getLogger(Server.class);

    /** The service name for health checks, in addition to the empty name. */
    static final String HEALTH_SERVICE = "hubble.server.Observer";

    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ServerOptions options;
    private final FlowRing ring;
    private final Readers readers;
    private final StreamRequests requests;
    private final ObserverService observer;
    private final StreamLoops streams;
    private final Runnable wakeStreams;
    private final Peers peers = new Peers();
    private final HealthStatusManager health = new HealthStatusManager();
    private final ConnectionCounts connections = new ConnectionCounts();
    private final RejectedConnections rejections;
    private final HttpRoutes routes;
    private final NodeReport node;
    private final NameFinder names;
    private final StreamCounts streamCounts = new StreamCounts();
    private final @Nullable ServerTls tls;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final OpenCalls calls = new OpenCalls();
    private final CallCounts callCounts = new CallCounts();
    private final RejectedCalls rejectedCalls = new RejectedCalls();
    private final RequestBudget requestBudget = new RequestBudget(Limits.requestBytes(), rejectedCalls);
    private final InboundMemoryLimiter inbound = new InboundMemoryLimiter(rejectedCalls);
    private final ClientStreamLimiter clientStreams = new ClientStreamLimiter(rejectedCalls);
    private final Http2Guard guard;
    private volatile boolean stopping;
    private @Nullable EventLoops loops;
    private BooleanSupplier ready = () -> true;
    private Supplier<List<SupervisedThread>> threads = List::of;
    private BooleanSupplier healthy = () -> true;

    /**
     * Creates a server.
     *
     * @param readers where streams register while they read the rings
     * @param uuids the same instance that other users of these flows have
     */
    public Server(ServerOptions options, Rings rings, Readers readers, FlowUuid uuids) {
        this.options = options;
        this.guard = new Http2Guard(
                new CallLimiter(),
                requestBudget,
                rejectedCalls,
                options.limits().idleStreamTimeout());
        this.ring = rings.flows();
        this.readers = readers;
        this.streams = new StreamLoops(new FlowEncoder(uuids), streamCounts);
        this.wakeStreams = streams::wake;
        FlowSource source = new FlowSource(rings, readers, options.nodeName(), streamCounts);
        NodeResponses report = new NodeResponses(source, rings.namespaces(), this::announcedSelf, options.version());
        this.requests = new StreamRequests(source, new Filters(uuids, options.generation()));
        this.observer = new ObserverService(requests, streams, report);
        this.rejections = new RejectedConnections(connections);
        this.node = new NodeReport(source, options.nodeName(), options.version());
        node.add(this::describe);
        this.names = new NameFinder(ring);
        this.routes = routes();
        this.tls = options.access()
                .tls()
                .map(files -> new ServerTls(files, PROTOCOLS))
                .orElse(null);
        health.setStatus(HEALTH_SERVICE, ServingStatus.SERVING);
    }

    /**
     * Opens all listeners.
     *
     * @throws IOException with a one-line message for the operator if one cannot be opened; then none is open
     */
    public void start() throws IOException {
        ResponseBundling bundling = ResponseBundling.of(options.responseBundling());
        loops = EventLoops.start(options.access().urls());
        ring.addListener(wakeStreams);
        try {
            if (tls != null) {
                tls.start();
            }
            for (ListenUrl url : options.access().urls()) {
                listeners.add(Listener.open(context(url, bundling), loops));
            }
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
        warnOfPlaintext();
        announce(List.of());
    }

    /**
     * Sets who fills in the part of the node's status that the server does not know. Called before {@link #start}.
     *
     * @param whetherReady returns whether the node is ready; called on event loops
     * @param rest fills in the rest; called on event loops
     */
    public void describe(BooleanSupplier whetherReady, Consumer<NodeStatus.Builder> rest) {
        ready = whetherReady;
        node.add(rest);
    }

    /**
     * Sets how the state of the threads is found, for the probes and the status page. Call this before {@link #start}.
     *
     * @param whetherHealthy whether no thread is down; called by event loops
     * @param allThreads all threads; called by event loops
     */
    public void liveness(BooleanSupplier whetherHealthy, Supplier<List<SupervisedThread>> allThreads) {
        healthy = whetherHealthy;
        threads = allThreads;
    }

    /**
     * Announces the other nodes that serve flows to relays. The list replaces the one before. This node always comes
     * first.
     */
    public void announce(List<PeerNode> others) {
        List<PeerNode> all = new ArrayList<>();
        all.add(self());
        all.addAll(others);
        peers.publish(all);
    }

    /** Returns the addresses of the listeners, in the order of the options, with the ports that the kernel chose. */
    public List<ListenUrl> bound() {
        return listeners.stream().map(Listener::bound).toList();
    }

    /** Returns what finds names for clients. */
    public NameFinder names() {
        return names;
    }

    /** Returns the counts of gRPC calls. */
    public CallCounts calls() {
        return callCounts;
    }

    /** Returns the counts of connections by protocol and outcome. */
    public ConnectionCounts connections() {
        return connections;
    }

    /** Returns the counts of streams. */
    public StreamCounts streams() {
        return streamCounts;
    }

    /** Returns the registry that streams are in while they read the rings. */
    public Readers readers() {
        return readers;
    }

    /** Returns the TLS of the TCP listeners, if they use it. */
    public Optional<ServerTls> tls() {
        return Optional.ofNullable(tls);
    }

    /** Returns the counts of calls and connections that a limit refused or ended. */
    public RejectedCalls rejectedCalls() {
        return rejectedCalls;
    }

    /** Returns the limiter of open gRPC calls. */
    public CallLimiter openCalls() {
        return guard.calls();
    }

    /** Returns the budget of the memory for requests. */
    public RequestBudget requestBudget() {
        return requestBudget;
    }

    /** Returns the nodes that were announced. */
    public Peers peers() {
        return peers;
    }

    /**
     * Stops the server. The health status becomes NOT_SERVING, all calls end with a status that says so, and the
     * addresses become free. Connections that are still open after two seconds are closed. Takes at most four seconds.
     */
    @Override
    public void close() {
        if (!stopping) {
            stopping = true;
            // A second call would log a warning with a stack trace.
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
            loops.close();
            loops = null;
        }
        if (tls != null) {
            tls.close();
        }
    }

    private void addServices(NettyServerBuilder builder, ResponseBundling bundling) {
        Limits.apply(builder);
        builder.addStreamTracerFactory(inbound);
        builder.addStreamTracerFactory(callCounts);
        builder.intercept(new ClientTrustInterceptor())
                .intercept(new RequestTimeoutInterceptor(options.limits().requestTimeout(), rejectedCalls))
                .intercept(clientStreams)
                .intercept(calls)
                .intercept(new VersionHeaderInterceptor(options.version()))
                // The last one is called first.
                .intercept(new ErrorInterceptor())
                .addService(served(observer.definition(callCounts, bundling)))
                .addService(served(new NodeService(node, names, requests).definition()))
                .addService(served(new PeerService(peers).definition()))
                .addService(served(health.getHealthService().bindService()))
                .addService(served(ProtoReflectionServiceV1.newInstance().bindService()))
                .addService(served(reflectionV1Alpha().bindService()));
    }

    private ServerServiceDefinition served(ServerServiceDefinition service) {
        return callCounts.counting(RequestParser.guarding(service));
    }

    private HttpRoutes routes() {
        List<HttpRoute> all = new ArrayList<>();
        AllowedHosts hosts = allowedHosts();
        all.add(new HttpRoute("/", new HostCheck(hosts, exchange -> exchange.send(NodeStatusPage.of(node.status())))));
        all.add(new HttpRoute("/flows", new HostCheck(hosts, new FlowsHandler(requests, streams, requestBudget))));
        all.addAll(ProbeRoutes.of(() -> healthy.getAsBoolean(), this::isReady));
        return new HttpRoutes(all);
    }

    private AllowedHosts allowedHosts() {
        List<String> names = new ArrayList<>();
        String node = options.nodeName();
        names.add(node.substring(node.indexOf('/') + 1));
        BindOptions access = options.access();
        Stream.concat(access.urls().stream(), access.advertised().stream())
                .filter(ListenUrl.Tcp.class::isInstance)
                .forEach(url -> names.add(((ListenUrl.Tcp) url).host()));
        return AllowedHosts.ofMachine(names, access.http().allowedHosts());
    }

    private boolean isReady() {
        return !stopping && ready.getAsBoolean();
    }

    private void describe(NodeStatus.Builder status) {
        status.setReady(isReady()).addAllThreads(threads.get());
        listeners.forEach(listener -> status.addListeners(listener.status()));
        status.setConnections(connections
                .status()
                .setOpenGrpc(guard.calls().connections())
                .setOpenCalls(guard.calls().open()));
    }

    private ListenerContext context(ListenUrl url, ResponseBundling bundling) {
        return new ListenerContext(
                url,
                url instanceof ListenUrl.Tcp ? tls : null,
                new ListenerContext.Protocols(
                        new ListenerContext.Grpc(builder -> addServices(builder, bundling), guard),
                        options.access().servesHttpOn(url) ? this::httpHandlers : null),
                options.limits(),
                rejections);
    }

    private ChannelHandler[] httpHandlers() {
        ChannelHandler[] http = HttpConnection.handlers(routes, options.limits());
        return Stream.concat(Stream.of(guard.unwritableTimeout()), Arrays.stream(http))
                .toArray(ChannelHandler[]::new);
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

    /** Returns this node as it was announced. Determining its address again could take a name look-up. */
    private PeerNode announcedSelf() {
        String name = options.nodeName();
        return peers.known().getOrDefault(name, new PeerNode(name, "", Optional.empty()));
    }

    /** Returns the older reflection protocol, which the hubble command still uses. */
    private static io.grpc.BindableService reflectionV1Alpha() {
        return ProtoReflectionService.newInstance();
    }
}
