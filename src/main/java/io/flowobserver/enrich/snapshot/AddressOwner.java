// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.PodName;

/**
 * All data about an address. A lookup finds it with one hash table access. Immutable.
 *
 * @param index number of this address among the known addresses; -1 for an address range
 * @param endpointId id of the local endpoint that has the address; 0 if none
 * @param identity identity of the local endpoint, otherwise that of the address; unsigned
 * @param endpoint attributes to show if the datapath reports no other identity
 * @param reduced for a local endpoint: attributes to show if its identity has local scope, that is, stands for an
 *     address range
 * @param pod pod that has the address in the whole cluster; may differ from the pod of the local endpoint
 * @param traits bits of {@link #HAS_POD}, {@link #HAS_SERVICES}, {@link #HAS_NAMES} and {@link #UNCLAIMED}
 */
public record AddressOwner(
        int index, int endpointId, int identity, Endpoint endpoint, Endpoint reduced, PodName pod, int traits) {
    /** The address belongs to a pod on another node. */
    public static final int HAS_POD = 1;
    /** At least one service has a port on the address. */
    public static final int HAS_SERVICES = 1 << 1;
    /** At least one local endpoint resolved a DNS name of the address. */
    public static final int HAS_NAMES = 1 << 2;
    /** The inventory lists the address, but does not say who has it. */
    static final int UNCLAIMED = 1 << 3;

    /** Returns the owner of an address range, or of all unknown addresses. */
    static AddressOwner range(int identity, Endpoint endpoint) {
        return new AddressOwner(-1, 0, identity, endpoint, endpoint, PodName.NONE, 0);
    }

    public boolean has(int trait) {
        return (traits & trait) != 0;
    }
}
