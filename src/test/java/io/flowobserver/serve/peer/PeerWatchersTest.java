// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.NotifyRequest;
import io.flowobserver.proto.peer.PeerGrpc;
import io.flowobserver.serve.listen.ConnectionAttributes;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many Notify calls of one event loop. */
class PeerWatchersTest {
    private static final int MANY = 2_000;

    private final Peers peers = new Peers();
    private final ManualEventLoop loop = new ManualEventLoop();
    private final List<ToldCall> told = new ArrayList<>();
    private final List<NotifyCall> calls = new ArrayList<>();

    @Test
    void publish_manyCalls_oneTaskForAll() {
        open(MANY);
        publish(1);
        assertThat(loop.tasks).hasSize(1);
        publish(2);
        assertThat(loop.tasks).hasSize(1);
        loop.runAll();
        assertThat(told).allSatisfy(call -> assertThat(call.messages).hasSize(2));
    }

    @Test
    void publish_manyCalls_shareWhatChanged() {
        open(2);
        publish(3);
        loop.runAll();
        assertThat(told.get(0).messages.get(2)).isSameAs(told.get(1).messages.get(2));
    }

    @Test
    void publish_callThatHasEnded_isNotWoken() {
        open(3);
        publish(1);
        calls.get(1).onCancel();
        loop.runAll();
        assertThat(peers.watchers()).isEqualTo(2);
        assertThat(told.get(1).messages).isEmpty();
        assertThat(told.get(2).messages).hasSize(1);
    }

    @Test
    void changes_nodesAsBefore_workedOutOnce() {
        PeerWatchers watchers = new PeerWatchers(loop);
        Map<String, PeerNode> from = Map.of();
        publish(2);
        List<ChangeNotification> changes = watchers.changes(from, peers.known());
        assertThat(changes).hasSize(2);
        assertThat(watchers.changes(from, peers.known())).isSameAs(changes);
    }

    private void open(int number) {
        for (int i = 0; i < number; i++) {
            ToldCall call = new ToldCall(loop);
            NotifyCall notify = new NotifyCall(call, peers);
            notify.onMessage(NotifyRequest.getDefaultInstance());
            notify.onHalfClose();
            told.add(call);
            calls.add(notify);
        }
    }

    private void publish(int nodes) {
        List<PeerNode> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            all.add(new PeerNode("node-" + i, "192.0.2.1:" + i, Optional.empty()));
        }
        peers.publish(all);
    }

    /** Keeps its tasks until the test runs them. */
    private static final class ManualEventLoop extends DefaultEventLoop {
        private final List<Runnable> tasks = new ArrayList<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public @Nullable ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            tasks.add(task);
            return null;
        }

        void runAll() {
            while (!tasks.isEmpty()) {
                tasks.remove(0).run();
            }
        }
    }

    /** A client that can take everything. */
    private static final class ToldCall extends ServerCall<NotifyRequest, ChangeNotification> {
        private final List<ChangeNotification> messages = new ArrayList<>();
        private final Attributes attributes;

        ToldCall(EventLoop loop) {
            attributes = Attributes.newBuilder()
                    .set(ConnectionAttributes.EVENT_LOOP, loop)
                    .build();
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }

        @Override
        public void sendMessage(ChangeNotification message) {
            messages.add(message);
        }

        @Override
        public void request(int numMessages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<NotifyRequest, ChangeNotification> getMethodDescriptor() {
            return PeerGrpc.getNotifyMethod();
        }
    }
}
