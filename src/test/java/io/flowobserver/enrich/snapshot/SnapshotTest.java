// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flowobserver.enrich.Rows;
import io.flowobserver.enrich.VectorInventory;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private final Snapshot world = VectorInventory.snapshot();

    @Test
    void empty_knowsTheReservedIdentitiesAndNothingElse() {
        Snapshot empty = Snapshot.empty(Rows.NODE);
        assertThat(empty.identity(0).labels()).containsExactly("reserved:unknown");
        assertThat(empty.identity(10).labels()).containsExactly("reserved:world-ipv6");
        assertThat(empty.identity(11).labels()).as("never that of a packet").isEmpty();
        assertThat(empty.identity(14).labels()).isEmpty();
        assertThat(empty.localAddresses()).isEmpty();
        assertThat(empty.endpoint(1)).isNull();
        assertThat(empty.link(1)).isNull();
        assertThat(empty.cgroup(1)).isNull();
    }

    @Test
    void localAddresses_areAllAddressesOfAllEndpoints() {
        Prefix client = Rows.address("f00d::a:0:0:10");
        assertThat(world.localAddresses())
                .hasSize(23)
                .contains(
                        new LocalAddress(client.high(), client.low(), 1234, 26001),
                        new LocalAddress(0, Rows.address("10.0.0.23").low(), 65535, 16777300));
    }

    @Test
    void pods_areThoseOfThisNodeAndOfOthers() {
        SnapshotBuilder builder = new SnapshotBuilder();
        PodName local = new PodName("default", "local");
        PodName remote = new PodName("default", "remote");
        builder.endpoint(new LocalEndpoint(
                7, 26001, List.of(Rows.address("10.0.0.7")), local, List.of(), List.of(), Rows.NO_POLICIES));
        builder.endpoint(new LocalEndpoint(
                8,
                4,
                List.of(Rows.address("10.0.0.8")),
                PodName.NONE,
                List.of("reserved:health"),
                List.of(),
                Rows.NO_POLICIES));
        builder.range(Rows.address("10.0.1.7"), 26002, remote);
        assertThat(builder.build(Rows.NODE).pods()).containsExactlyInAnyOrder(local, remote);
        assertThat(Snapshot.empty(Rows.NODE).pods()).isEmpty();
        assertThat(world.pods()).contains(new PodName("default", "client-5d7c9f8b6-abcde"));
    }

    @Test
    void endpoint_byId_isAllThatIsKnownOfIt() {
        LocalEndpoint health = world.endpoint(4);
        assertThat(health.identity()).isEqualTo(4);
        assertThat(health.pod()).isEqualTo(PodName.NONE);
        assertThat(health.labels()).containsExactly("reserved:health");
        assertThat(health.addresses()).containsExactly(Rows.address("10.0.0.200"), Rows.address("f00d::a:0:0:c8"));
        assertThat(world.endpoint(5)).isNull();
    }

    @Test
    void cgroup_byId_hasTheFirstAddressOfEachFamily() {
        assertThat(world.cgroup(-1)).isEqualTo(new CgroupPod(Rows.address("10.0.0.17"), null));
        assertThat(world.cgroup(5005)).isEqualTo(new CgroupPod(null, null));
        assertThat(world.cgroup(1)).isNull();
    }

    @Test
    void link_byIndex_hasItsName() {
        assertThat(world.link(99999).name()).isEqualTo("wg0");
        assertThat(world.link(6)).isNull();
    }

    @Test
    void range_zeroLength_holdsOnlyItsFamily() {
        Snapshot snapshot = new SnapshotBuilder()
                .range(PrefixParser.parse("::/0"), 10, PodName.NONE)
                .build(Rows.NODE);
        assertThat(snapshot.range(1, 1).identity()).isEqualTo(10);
        Prefix ipv4 = Rows.address("10.0.0.1");
        assertThat(snapshot.range(ipv4.high(), ipv4.low()).identity()).isZero();
    }

    @Test
    void endpoint_addressThatMoves_belongsToTheLaterOne() {
        Prefix address = Rows.address("10.0.0.1");
        Snapshot snapshot = new SnapshotBuilder()
                .endpoint(new LocalEndpoint(
                        1, 100, List.of(address), PodName.NONE, List.of(), List.of(), Rows.NO_POLICIES))
                .endpoint(new LocalEndpoint(
                        2, 200, List.of(address), PodName.NONE, List.of(), List.of(), Rows.NO_POLICIES))
                .build(Rows.NODE);
        assertThat(snapshot.peer(address.high(), address.low()).endpointId()).isEqualTo(2);
        assertThat(snapshot.localAddresses()).containsExactly(new LocalAddress(0, address.low(), 2, 200));
    }

    @Test
    void service_onARange_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SnapshotBuilder()
                        .service(PrefixParser.parse("10.0.0.0/8"), 80, new Service("default", "web")))
                .withMessage("not one address: prefix=10.0.0.0/8");
    }
}
