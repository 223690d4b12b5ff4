// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.flow.Endpoint;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/** {@code source_cluster_name} and {@code destination_cluster_name}, exact. */
final class ClusterFilter {
    private ClusterFilter() {}

    static void add(FlowFilter filter, Conjunction.Builder all) throws FilterException {
        add(Side.SOURCE, filter.getSourceClusterNameList(), all);
        add(Side.DESTINATION, filter.getDestinationClusterNameList(), all);
    }

    private static void add(Side side, List<String> names, Conjunction.Builder all) throws FilterException {
        if (names.isEmpty()) {
            return;
        }
        if (names.contains("")) {
            throw FilterException.invalid("invalid filter, name must not be empty");
        }
        List<String> wanted = List.copyOf(names);
        all.add(Conjunction.Cost.REFERENCES, flow -> {
            Endpoint endpoint = side.endpoint(flow);
            return endpoint != null && wanted.contains(endpoint.clusterName());
        });
    }
}
