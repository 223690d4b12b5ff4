// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.ChangeNotificationType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerNodeTest {
    @ParameterizedTest
    @CsvSource({
        "c.1/k8s1.example, k8s1-example.c-1.hubble-grpc.cilium.io",
        "node-1, node-1.default.hubble-grpc.cilium.io",
        "kind/worker.local, worker-local.kind.hubble-grpc.cilium.io",
        "'', ''",
        "kind/, ''"
    })
    void serverNameOf_absoluteName_hasNodeThenClusterWithoutDots(String name, String serverName) {
        assertThat(PeerNode.serverNameOf(name)).isEqualTo(serverName);
    }

    @Test
    void changes_whoWentCameAndMoved_eachToldOnce() {
        var stays = new PeerNode("stays", "10.0.0.1:4244", Optional.empty());
        var goes = new PeerNode("goes", "10.0.0.2:4244", Optional.of("goes.default.hubble-grpc.cilium.io"));
        var moves = new PeerNode("moves", "10.0.0.3:4244", Optional.empty());
        var moved = new PeerNode("moves", "10.0.0.33:4244", Optional.empty());
        var comes = new PeerNode("comes", "10.0.0.4:4244", Optional.empty());
        List<ChangeNotification> changes = Peers.changes(byName(stays, goes, moves), byName(stays, moved, comes));
        assertThat(changes)
                .containsExactly(
                        goes.notice(ChangeNotificationType.PEER_DELETED),
                        moved.notice(ChangeNotificationType.PEER_UPDATED),
                        comes.notice(ChangeNotificationType.PEER_ADDED));
        assertThat(changes.get(0).getTls().getServerName()).isEqualTo("goes.default.hubble-grpc.cilium.io");
        assertThat(changes.get(1).hasTls()).isFalse();
    }

    private static Map<String, PeerNode> byName(PeerNode... nodes) {
        Map<String, PeerNode> byName = new LinkedHashMap<>();
        for (PeerNode node : nodes) {
            byName.put(node.name(), node);
        }
        return byName;
    }
}
