// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.PodName;

/**
 * All that an address stands for, found by one probe. Immutable.
 *
 * @param index the number of this address among the known ones; -1 if this stands for a whole range
 * @param endpointId the endpoint on this node that has the address; 0 if none has
 * @param identity that of the endpoint, else that of the address; unsigned
 * @param endpoint what to show when the datapath gives no other identity
 * @param reduced for a local endpoint: what to show when its identity is one that stands for an address range
 * @param pod whose the address is cluster-wide, which need not be the endpoint's
 * @param traits bits of {@link #HAS_POD}, {@link #HAS_SERVICES}, {@link #HAS_NAMES}
 */
public record AddressOwner(
        int index, int endpointId, int identity, Endpoint endpoint, Endpoint reduced, PodName pod, int traits) {
    /** The address, though not of this node, is known to be a pod's. */
    public static final int HAS_POD = 1;
    /** Some service has a port on the address. */
    public static final int HAS_SERVICES = 1 << 1;
    /** Some endpoint knows DNS names of the address. */
    public static final int HAS_NAMES = 1 << 2;

    /** A range of addresses, or all that are unknown. */
    static AddressOwner range(int identity, Endpoint endpoint) {
        return new AddressOwner(-1, 0, identity, endpoint, endpoint, PodName.NONE, 0);
    }

    public boolean has(int trait) {
        return (traits & trait) != 0;
    }
}
