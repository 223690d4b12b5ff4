// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

/**
 * An address of a local endpoint, as the datapath needs it to say which endpoint a packet belongs to.
 *
 * @param high the first half of the address, see {@link io.flowobserver.flow.row.FlowLayout}
 * @param low the second half
 * @param endpointId 1 to 65535
 * @param identity unsigned
 */
public record LocalAddress(long high, long low, int endpointId, int identity) {}
