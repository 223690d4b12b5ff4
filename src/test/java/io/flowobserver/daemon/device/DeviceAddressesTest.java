// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.snapshot.ClusterRanges;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import io.flowobserver.source.bpf.NetworkDevice;
import io.flowobserver.source.bpf.NetworkDevices.Address;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceAddressesTest {
    private static final NetworkDevice UPLINK = new NetworkDevice(2, "eth0", false, true, true);
    private static final NetworkDevice BRIDGE = new NetworkDevice(3, "cni0", false, false, true);

    private final Inventory inventory = new Inventory(ClusterRanges.USUAL);
    private final DeviceAddresses addresses = new DeviceAddresses(inventory);

    @BeforeEach
    void publish() {
        inventory.publish(
                Snapshot.empty(new Node("node", List.of(), new Node.Emitter("observer", "1")), inventory.cluster()));
    }

    @Test
    void update_eachAddress_isTheNodesOwn() {
        addresses.devices(List.of(UPLINK, BRIDGE));
        addresses.update(List.of(address("1.2.3.4", 2, 120), address("2a00::1", 3, 64)));
        assertThat(identity("1.2.3.4")).isEqualTo(1);
        assertThat(identity("2a00::1")).isEqualTo(1);
        addresses.update(List.of(address("1.2.3.5", 2, 120)));
        assertThat(identity("1.2.3.4")).isEqualTo(2);
        assertThat(identity("1.2.3.5")).isEqualTo(1);
    }

    @Test
    void update_neighboursByAnUplink_areTheWorldAndThoseByABridgeAreNot() {
        addresses.devices(List.of(UPLINK, BRIDGE));
        addresses.update(List.of(address("1.2.3.4", 2, 120), address("2a00::1", 3, 64)));
        assertThat(identity("1.2.3.99")).isEqualTo(2);
        assertThat(identity("2a00::99")).isZero();
        assertThat(identity("2a00:0:0:1::99")).isEqualTo(2);
    }

    @Test
    void update_nothingNew_publishesNothing() {
        addresses.update(List.of(address("1.2.3.4", 2, 120)));
        Snapshot before = inventory.snapshot();
        addresses.update(List.of(address("1.2.3.4", 2, 120)));
        assertThat(inventory.snapshot()).isSameAs(before);
    }

    private int identity(String text) {
        Prefix address = PrefixParser.parseAddress(text);
        return inventory.snapshot().peer(address.high(), address.low()).identity();
    }

    private static Address address(String text, int device, int prefixLength) {
        Prefix address = PrefixParser.parseAddress(text);
        return new Address(address.high(), address.low(), device, prefixLength);
    }
}
