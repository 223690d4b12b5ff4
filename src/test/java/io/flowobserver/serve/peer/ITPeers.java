// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.ChangeNotificationType;
import io.flowobserver.proto.peer.NotifyRequest;
import io.flowobserver.proto.peer.PeerGrpc;
import io.flowobserver.serve.ServedRing;
import io.grpc.Channel;
import io.grpc.Context;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notify as a relay asks for it, on both kinds of listener. */
class ITPeers {
    @TempDir
    private Path directory;

    @Test
    void notify_eachListener_tellsOfThisNodeFirst() throws Exception {
        try (var served = new ServedRing(7, "unix://" + directory.resolve("hubble.sock"), "127.0.0.1:0")) {
            for (int listener = 0; listener < 2; listener++) {
                Iterator<ChangeNotification> notices = notify(served.channel(listener));
                assertThat(notices.next())
                        .isEqualTo(ChangeNotification.newBuilder()
                                .setName(ServedRing.NODE)
                                .setAddress("127.0.0.1:" + served.port(1))
                                .setType(ChangeNotificationType.PEER_ADDED)
                                .build());
            }
        }
    }

    @Test
    void notify_nodesComeAndGo_toldInOrder() throws Exception {
        try (var served = new ServedRing(7)) {
            Iterator<ChangeNotification> notices = notify(served.channel());
            notices.next();
            var other = new PeerNode("other", "192.0.2.1:4244", Optional.of(PeerNode.serverNameOf("other")));
            served.server.announce(List.of(other));
            assertThat(notices.next()).isEqualTo(other.notice(ChangeNotificationType.PEER_ADDED));
            served.server.announce(List.of());
            assertThat(notices.next()).isEqualTo(other.notice(ChangeNotificationType.PEER_DELETED));
        }
    }

    @Test
    void notify_manyNodes_toldInFull() throws Exception {
        try (var served = new ServedRing(7)) {
            List<PeerNode> others = IntStream.range(0, 20_000)
                    .mapToObj(i -> new PeerNode("node-" + i, "192.0.2.1:" + i, Optional.empty()))
                    .toList();
            served.server.announce(others);
            Iterator<ChangeNotification> notices = notify(served.channel());
            assertThat(notices.next().getName()).isEqualTo(ServedRing.NODE);
            for (PeerNode other : others) {
                assertThat(notices.next().getName()).isEqualTo(other.name());
            }
        }
    }

    @Test
    void notify_clientCancels_forgottenAtOnce() throws Exception {
        try (var served = new ServedRing(7)) {
            Channel channel = served.channel();
            Context.CancellableContext client = Context.current().withCancellation();
            client.run(() -> assertThat(notify(channel).next().getName()).isEqualTo(ServedRing.NODE));
            assertThat(served.server.peers().watchers()).isEqualTo(1);
            client.cancel(null);
            await().untilAsserted(
                            () -> assertThat(served.server.peers().watchers()).isZero());
        }
    }

    private static Iterator<ChangeNotification> notify(Channel channel) {
        return PeerGrpc.newBlockingStub(channel).notify(NotifyRequest.getDefaultInstance());
    }
}
