// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.file.FileWatcher;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.flow.EndpointUpdateNotification;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.Rings;
import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.listen.ListenUrl;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A ring that the test fills, a server over it, and clients of it. Flow number n has sequence n, source port n (the low
 * 16 bits), and the time {@code START + n} seconds; every fourth is a drop.
 */
public final class ServedRing implements AutoCloseable {
    public static final String NODE = "cluster-a/node-1";
    public static final long START = 1_700_000_000L;
    public static final long SECOND = 1_000_000_000L;

    private static final Endpoint SOURCE =
            new Endpoint(new PodName("default", "client-1"), "cluster-a", List.of("k8s:app=client"), List.of());
    private static final Node LOCAL_NODE = new Node(NODE, List.of(), new Node.Emitter("observer", "0.1.0"));

    public final FlowRing ring;
    public final LossLedger ledger = new LossLedger();
    public final Rings rings;
    public final Readers readers = new Readers();
    public final Server server;
    private final EventLoopGroup clientLoops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final FileWatcher watcher = new FileWatcher(Thread::new);
    private final List<ManagedChannel> channels = new ArrayList<>();

    public ServedRing(int capacity, String... urls) throws IOException {
        this(capacity, BindOptions.to(listen(urls)));
    }

    public ServedRing(int capacity, Duration requestTimeout, String... urls) throws IOException {
        this(capacity, BindOptions.to(listen(urls)), requestTimeout);
    }

    public ServedRing(int capacity, BindOptions access) throws IOException {
        this(capacity, access, ConnectionLimits.DEFAULT.requestTimeout());
    }

    public ServedRing(int capacity, BindOptions access, Duration requestTimeout) throws IOException {
        this(capacity, access, ConnectionLimits.DEFAULT.withRequestTimeout(requestTimeout), true);
    }

    public ServedRing(int capacity, ConnectionLimits limits, String... urls) throws IOException {
        this(capacity, BindOptions.to(listen(urls)), limits, true);
    }

    private ServedRing(int capacity, BindOptions access, ConnectionLimits limits, boolean bundling) throws IOException {
        ring = new FlowRing(capacity);
        rings = new Rings(ring, ledger);
        var options = new ServerOptions(access, NODE, "1.18.0", limits, bundling, Generation.FOR_CLIENTS);
        server = new Server(options, rings, readers, new FlowUuid());
        server.start();
        server.tls().ifPresent(tls -> {
            tls.watch(watcher);
            watcher.start();
        });
    }

    /** A server that sends responses in bundles, or each as a message of its own. */
    public static ServedRing bundling(boolean on, int capacity, String... urls) throws IOException {
        return new ServedRing(capacity, BindOptions.to(listen(urls)), ConnectionLimits.DEFAULT, on);
    }

    /** A server that ends streams after a time in which their clients take nothing. */
    public static ServedRing idleStreamTimeout(Duration timeout, int capacity, String... urls) throws IOException {
        ConnectionLimits limits = ConnectionLimits.DEFAULT.withIdleStreamTimeout(timeout);
        return new ServedRing(capacity, BindOptions.to(listen(urls)), limits, true);
    }

    public static List<ListenUrl> listen(String... urls) {
        return List.of(urls.length > 0 ? urls : new String[] {"127.0.0.1:0"}).stream()
                .map(ListenUrl::parse)
                .toList();
    }

    /** Publishes so many flows as one batch. */
    public void write(int flows) {
        for (int i = 0; i < flows; i++) {
            fill(ring);
        }
        ring.signal();
    }

    /** Publishes so many agent events as one batch; number n has id n and the time {@code START + n} seconds. */
    public void writeAgentEvents(int events) {
        for (int i = 0; i < events; i++) {
            long sequence = rings.agent().written();
            AgentEvent event = AgentEvent.newBuilder()
                    .setEndpointUpdate(EndpointUpdateNotification.newBuilder().setId(sequence))
                    .build();
            rings.agent().write(new Notice((START + sequence) * SECOND, event.toByteArray()));
        }
        ring.signal();
    }

    /** Publishes a row that no encoder can make sense of. */
    @SuppressWarnings("NullAway") // which is the point
    public void writeBroken() {
        FlowWriter row = claim(ring);
        row.detail(new Detail(null, null, null, null, null));
        ring.publish();
        ring.signal();
    }

    /** Publishes the next flow of a ring. */
    public static void fill(FlowRing ring) {
        claim(ring);
        ring.publish();
    }

    private static FlowWriter claim(FlowRing ring) {
        FlowWriter row = ring.claim();
        long sequence = ring.written();
        row.addFlags(FlowFlags.SOURCE | FlowFlags.EVENT_TYPE);
        row.timeNanos((START + sequence) * SECOND);
        row.verdict(sequence % 4 == 3 ? Verdict.DROPPED_VALUE : Verdict.FORWARDED_VALUE);
        row.l4Protocol(L4Protocol.UDP);
        row.sourcePort((int) sequence & 0xFFFF);
        row.eventType(4);
        row.source(SOURCE);
        row.node(LOCAL_NODE);
        return row;
    }

    public int port(int listener) {
        return ((ListenUrl.Tcp) server.bound().get(listener)).port();
    }

    public ManagedChannel channel() {
        return channel(0);
    }

    /** A new connection to one of the listeners. */
    public ManagedChannel channel(int listener) {
        NettyChannelBuilder builder;
        if (server.bound().get(listener) instanceof ListenUrl.Unix unix) {
            builder = NettyChannelBuilder.forAddress(
                            new DomainSocketAddress(unix.path().toFile()))
                    .channelType(EpollDomainSocketChannel.class)
                    .withOption(ChannelOption.SO_KEEPALIVE, null)
                    .eventLoopGroup(clientLoops);
        } else {
            builder = NettyChannelBuilder.forAddress("127.0.0.1", port(listener));
        }
        return opened(builder.usePlaintext().build());
    }

    /** A new connection by TLS to one of the listeners. */
    public ManagedChannel channel(int listener, SslContext tls) {
        return opened(NettyChannelBuilder.forAddress("127.0.0.1", port(listener))
                .sslContext(tls)
                .overrideAuthority(TlsFixture.SERVER_NAME)
                .build());
    }

    private ManagedChannel opened(ManagedChannel channel) {
        channels.add(channel);
        return channel;
    }

    /** The connection that was made last, for calls that share one. */
    public ManagedChannel lastChannel() {
        return channels.get(channels.size() - 1);
    }

    public ObserverGrpc.ObserverBlockingStub stub() {
        return ObserverGrpc.newBlockingStub(channel()).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    public List<GetFlowsResponse> responses(GetFlowsRequest.Builder request) {
        List<GetFlowsResponse> all = new ArrayList<>();
        Iterator<GetFlowsResponse> responses = stub().getFlows(request.build());
        responses.forEachRemaining(all::add);
        return all;
    }

    /** Numbers of the flows in the answer; -1 stands for a loss note. */
    public List<Integer> numbers(GetFlowsRequest.Builder request) {
        return responses(request).stream().map(ServedRing::number).toList();
    }

    public static int number(GetFlowsResponse response) {
        Flow flow = response.getFlow();
        return response.hasFlow() ? flow.getL4().getUDP().getSourcePort() : -1;
    }

    @Override
    public void close() {
        watcher.close();
        channels.forEach(ManagedChannel::shutdownNow);
        server.close();
        clientLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
