// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Workload;
import io.flowobserver.flow.text.Prefix;
import java.util.List;

/**
 * An endpoint on this node. Immutable.
 *
 * @param id 1 to 65535, unique on the node
 * @param identity security identity, unsigned
 * @param labels security labels of the form {@code source:key=value}
 * @param workloads controller of the pod: none or one
 * @param policies policy entries that are in force at the endpoint
 */
public record LocalEndpoint(
        int id,
        int identity,
        List<Prefix> addresses,
        PodName pod,
        List<String> labels,
        List<Workload> workloads,
        PolicyTable policies) {
    public LocalEndpoint {
        addresses = List.copyOf(addresses);
        labels = List.copyOf(labels);
        workloads = List.copyOf(workloads);
    }
}
