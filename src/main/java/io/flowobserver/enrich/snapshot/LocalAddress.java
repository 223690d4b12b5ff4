// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

/**
 * An address of a local endpoint, in the form that the datapath needs to find the endpoint of a packet.
 *
 * @param high first eight bytes of the address, see {@link io.flowobserver.flow.row.FlowLayout}
 * @param low last eight bytes of the address
 * @param endpointId 1 to 65535
 * @param identity security identity, unsigned
 */
public record LocalAddress(long high, long low, int endpointId, int identity) {}
