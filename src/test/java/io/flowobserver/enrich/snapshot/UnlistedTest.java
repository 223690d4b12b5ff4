// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.enrich.Rows;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Addresses that no inventory lists, beside some that one does. */
class UnlistedTest {
    private static final Prefix NODE = Rows.address("192.168.1.10");
    private static final Prefix PUBLIC = Rows.address("1.1.1.1");
    private static final PodName POD = new PodName("default", "web");

    private final SnapshotBuilder builder = new SnapshotBuilder().cluster(ClusterRanges.USUAL);

    @Test
    void peer_addressOfTheNode_isTheHost() {
        Snapshot snapshot = withNode(NODE, Rows.address("fd00::1"), PUBLIC);
        for (String own : List.of("192.168.1.10", "fd00::1", "1.1.1.1")) {
            assertThat(peer(snapshot, own).identity()).as(own).isEqualTo(1);
            assertThat(peer(snapshot, own).endpoint().labels()).containsExactly("reserved:host");
        }
        assertThat(peer(snapshot, "192.168.1.11").identity()).isZero();
    }

    @Test
    void peer_addressOutside_isTheWorld() {
        Snapshot snapshot = builder.build(Rows.NODE);
        for (String outside : List.of("1.1.1.1", "2606:4700::1111")) {
            assertThat(peer(snapshot, outside).identity()).as(outside).isEqualTo(2);
            assertThat(peer(snapshot, outside).endpoint().labels()).containsExactly("reserved:world");
            assertThat(peer(snapshot, outside).endpoint().isWorld()).isTrue();
        }
        assertThat(snapshot.unknown().identity()).as("no address at all").isZero();
        assertThat(snapshot.ipv6Range(0, PUBLIC.low()).identity())
                .as("an IPv6 address that looks like IPv4")
                .isZero();
    }

    @Test
    void peer_entriesOfTheInventory_winOverTheNodeAndTheWorld() {
        builder.range(NODE, 4711, POD).range(PUBLIC, 4712, POD).range(prefix("1.1.0.0/16"), 16777217, PodName.NONE);
        Snapshot snapshot = withNode(NODE, PUBLIC, Rows.address("1.1.2.2"));
        assertThat(peer(snapshot, "192.168.1.10").pod()).isEqualTo(POD);
        assertThat(peer(snapshot, "192.168.1.10").identity()).isEqualTo(4711);
        assertThat(peer(snapshot, "1.1.1.1").identity()).isEqualTo(4712);
        assertThat(peer(snapshot, "1.1.3.3").identity()).isEqualTo(16777217);
        assertThat(peer(snapshot, "1.1.2.2").identity()).as("own, in a range").isEqualTo(1);
        assertThat(peer(snapshot, "8.8.8.8").identity()).isEqualTo(2);
    }

    @Test
    void peer_endpointWithAnAddressOfTheNode_isThatEndpoint() {
        builder.endpoint(new LocalEndpoint(7, 26001, List.of(NODE), POD, List.of(), List.of(), Rows.NO_POLICIES));
        assertThat(peer(withNode(NODE), "192.168.1.10").endpointId()).isEqualTo(7);
    }

    @Test
    void peer_serviceOnAnAddressOfTheNode_isTheHostWithThatService() {
        Service service = new Service("default", "node-port");
        builder.service(NODE, 30080, service).service(PUBLIC, 443, service);
        Snapshot snapshot = withNode(NODE);
        AddressOwner host = peer(snapshot, "192.168.1.10");
        assertThat(host.identity()).isEqualTo(1);
        assertThat(host.has(AddressOwner.HAS_SERVICES)).isTrue();
        assertThat(snapshot.service(host, 30080)).isEqualTo(service);
        assertThat(peer(snapshot, "1.1.1.1").identity()).isEqualTo(2);
        assertThat(snapshot.service(peer(snapshot, "1.1.1.1"), 443)).isEqualTo(service);
    }

    @Test
    void peer_inventorySaysWhatTheWorldIs_nothingElseIs() {
        builder.range(prefix("9.0.0.0/8"), 9, PodName.NONE).identity(9, List.of("reserved:world-ipv4"));
        Snapshot snapshot = builder.build(Rows.NODE);
        assertThat(peer(snapshot, "9.9.9.9").identity()).isEqualTo(9);
        assertThat(peer(snapshot, "1.1.1.1").identity()).isZero();
    }

    @Test
    void peer_networkOfWorkloads_isNotTheWorld() {
        Snapshot snapshot =
                builder.build(Rows.NODE).withNode(new NodeAddresses(Set.of(), Set.of(prefix("1.1.1.0/24"))));
        assertThat(peer(snapshot, "1.1.1.1").identity()).isZero();
        assertThat(peer(snapshot, "1.1.2.1").identity()).isEqualTo(2);
    }

    @Test
    void labels_areThoseThatTheInventoryHas() {
        builder.identity(1, List.of("reserved:host", "k8s:zone=a"));
        assertThat(peer(withNode(NODE), "192.168.1.10").endpoint().labels())
                .containsExactly("k8s:zone=a", "reserved:host");
    }

    private Snapshot withNode(Prefix... own) {
        return builder.build(Rows.NODE).withNode(new NodeAddresses(Set.of(own), Set.of()));
    }

    private static AddressOwner peer(Snapshot snapshot, String text) {
        Prefix address = Rows.address(text);
        return snapshot.peer(address.high(), address.low());
    }

    private static Prefix prefix(String text) {
        return PrefixParser.parse(text);
    }
}
