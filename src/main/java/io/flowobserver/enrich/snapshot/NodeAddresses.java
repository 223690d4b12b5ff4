// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.text.Prefix;
import java.util.Set;

/**
 * The addresses that the kernel has given this node. Immutable.
 *
 * @param own addresses of the node itself
 * @param workloads networks that devices reach which do not lead out of the node, such as a bridge of containers
 */
public record NodeAddresses(Set<Prefix> own, Set<Prefix> workloads) {
    /** Nothing is known. */
    public static final NodeAddresses NONE = new NodeAddresses(Set.of(), Set.of());

    public NodeAddresses {
        own = Set.copyOf(own);
        workloads = Set.copyOf(workloads);
    }
}
