// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.flowobserver.enrich.Rows;
import io.flowobserver.enrich.snapshot.NodeAddresses;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.flow.entity.Link;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.text.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private final Inventory inventory = new Inventory();
    private final Snapshot first = Snapshot.empty(Rows.NODE);
    private final Snapshot second = Snapshot.empty(Rows.NODE);

    @Test
    void snapshot_beforeTheFirst_isAnError() {
        assertThatIllegalStateException().isThrownBy(inventory::snapshot);
    }

    @Test
    void snapshot_afterTheFirst_isThatOne() {
        inventory.publish(first);
        assertThat(inventory.snapshot()).isSameAs(first);
    }

    @Test
    void onChange_listenersBeforeAndAfter_seeTheCurrentAndAllThatFollow() {
        List<Snapshot> early = new ArrayList<>();
        List<Snapshot> late = new ArrayList<>();
        inventory.onChange(early::add);
        inventory.publish(first);
        inventory.onChange(late::add);
        inventory.publish(second);
        assertThat(early).containsExactly(first, second);
        assertThat(late).containsExactly(first, second);
    }

    @Test
    void devices_nameWhatSnapshotsDoNot_nowAndLater() {
        Node node = new Node("node", List.of(), new Node.Emitter("Observer", "1"));
        inventory.publish(new SnapshotBuilder().link(2, new Link("from-file")).build(node));
        inventory.devices(Map.of(2, new Link("eth0"), -1, new Link("veth9")));
        assertThat(inventory.snapshot().link(2)).extracting(Link::name).isEqualTo("from-file");
        assertThat(inventory.snapshot().link(-1)).extracting(Link::name).isEqualTo("veth9");
        inventory.publish(first);
        assertThat(inventory.snapshot().link(2)).extracting(Link::name).isEqualTo("eth0");
    }

    @Test
    void node_itsAddresses_areItsOwnNowAndLaterUntilTheyGo() {
        Prefix address = Rows.address("192.168.1.10");
        inventory.publish(first);
        inventory.node(new NodeAddresses(Set.of(address), Set.of()));
        assertThat(identityOf(address)).isEqualTo(1);
        inventory.devices(Map.of(2, new Link("eth0")));
        assertThat(identityOf(address)).as("a device came").isEqualTo(1);
        inventory.publish(second);
        assertThat(identityOf(address)).as("the file was read again").isEqualTo(1);
        inventory.node(NodeAddresses.NONE);
        assertThat(identityOf(address)).isZero();
    }

    private int identityOf(Prefix address) {
        return inventory.snapshot().peer(address.high(), address.low()).identity();
    }
}
