// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.device;

import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.snapshot.NodeAddresses;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.source.bpf.NetworkDevice;
import io.flowobserver.source.bpf.NetworkDevices.Address;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells the inventory which addresses the node has. Only one thread may use it.
 *
 * <p>A device that does not lead out of the node, such as a bridge of containers, has an address in the network of the
 * workloads behind it. They are part of the cluster, even if their addresses are public.
 */
public final class DeviceAddresses {
    private final Inventory inventory;
    private Set<Integer> uplinks = Set.of();
    private NodeAddresses told = NodeAddresses.NONE;

    public DeviceAddresses(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Sets the devices that are there, before {@link #update}. */
    public void devices(List<NetworkDevice> present) {
        uplinks = present.stream()
                .filter(NetworkDevice::uplink)
                .map(NetworkDevice::index)
                .collect(Collectors.toSet());
    }

    /** Tells the addresses if they have changed. */
    public void update(List<Address> addresses) {
        Set<Prefix> own = new HashSet<>();
        Set<Prefix> workloads = new HashSet<>();
        for (Address address : addresses) {
            own.add(Prefix.address(address.high(), address.low()));
            if (!uplinks.contains(address.device())) {
                workloads.add(new Prefix(address.high(), address.low(), address.prefixLength()));
            }
        }
        NodeAddresses current = new NodeAddresses(own, workloads);
        if (!current.equals(told)) {
            inventory.node(current);
            told = current;
        }
    }
}
