// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.e2e.Namespace;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * Somebody on the daemon's node who asks for flows on the unix socket, and for the probes and metrics on 127.0.0.1, again
 * and again, each time on a new connection. Each answer must come within a second. The time that the daemon waited for a
 * processor is not counted.
 */
final class Bystander implements AutoCloseable {
    private static final long LIMIT_NANOS = 1_000_000_000;
    private static final long GIVE_UP_SECONDS = 20;
    private static final long PAUSE_MILLIS = 20;
    private static final int MOST_FAILURES = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final long pid;
    private final Namespace node;
    private final UnixDomainSocketAddress socket;
    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<String, Callable<Boolean>> requests = Map.of(
            "GetFlows on the unix socket", this::asksForFlows,
            "/flows on the unix socket", () -> this.httpOk(socket(), "/flows?last=1"),
            "/healthz", () -> this.httpOk(metricsAddress(), "/healthz"),
            "/metrics", () -> this.httpOk(metricsAddress(), "/metrics"));
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong rounds = new AtomicLong();
    private final Thread thread = new Thread(this::run, "bystander");
    private volatile boolean closed;

    /** Begins once the daemon has answered each request, however long that takes a JVM that has just started. */
    Bystander(long pid, Namespace node, Path socket) {
        this.pid = pid;
        this.node = node;
        this.socket = UnixDomainSocketAddress.of(socket);
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> requests.values().stream()
                .allMatch(request -> node.call(request)));
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until each request was made anew, and asserts that all were answered in time since the last call. */
    void assertServed() {
        // The round that runs now may have begun before.
        long enough = rounds.get() + 2;
        Awaitility.await().atMost(PATIENCE).until(() -> rounds.get() >= enough);
        List<String> since = List.copyOf(failures);
        failures.removeAll(since);
        assertThat(since).isEmpty();
    }

    /** The page of metrics. */
    String metrics() {
        return node.call(() -> http(metricsAddress(), "/metrics"));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        eventLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    private void run() {
        try {
            while (!closed) {
                for (Map.Entry<String, Callable<Boolean>> request : requests.entrySet()) {
                    ask(request.getKey(), request.getValue());
                }
                rounds.incrementAndGet();
                // A pause, not a wait for anything: the bystander is to leave the processor to others.
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String name, Callable<Boolean> request) throws InterruptedException {
        ProcessorWait wait = ProcessorWait.begin(pid);
        long start = System.nanoTime();
        Future<Boolean> answer = node.submit(request);
        try {
            if (!answer.get(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
                failed(name + ": a wrong answer");
            }
            long nanos = System.nanoTime() - start;
            if (nanos > LIMIT_NANOS && nanos - wait.nanos() > LIMIT_NANOS) {
                failed(name + ": an answer after " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, of which "
                        + TimeUnit.NANOSECONDS.toMillis(wait.nanos()) + " ms passed without a processor");
            }
        } catch (TimeoutException late) {
            // Closes its connection.
            answer.cancel(true);
            failed(name + ": no answer");
        } catch (ExecutionException refused) {
            failed(name + ": " + refused.getCause());
        }
    }

    private void failed(String what) {
        if (failures.size() < MOST_FAILURES) {
            failures.add(what);
        }
    }

    private boolean asksForFlows() {
        ManagedChannel channel = NettyChannelBuilder.forAddress(socket)
                .overrideAuthority("localhost")
                .channelType(NioDomainSocketChannel.class)
                .eventLoopGroup(eventLoop)
                .usePlaintext()
                .directExecutor()
                .build();
        try {
            return ObserverGrpc.newBlockingStub(channel)
                    .getFlows(GetFlowsRequest.newBuilder().setNumber(1).build())
                    .next()
                    .hasFlow();
        } finally {
            channel.shutdownNow();
        }
    }

    private boolean httpOk(SocketAddress address, String target) throws IOException {
        return http(address, target).startsWith("HTTP/1.1 200 OK");
    }

    private static String http(SocketAddress address, String target) throws IOException {
        try (SocketChannel connection = SocketChannel.open(address)) {
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                connection.write(bytes);
            }
            return new String(Channels.newInputStream(connection).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private SocketAddress socket() {
        return socket;
    }

    private static SocketAddress metricsAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), AttackedDaemon.METRICS_PORT);
    }
}
