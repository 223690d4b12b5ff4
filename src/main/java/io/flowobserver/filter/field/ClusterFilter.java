// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.FlowSide;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/** {@code source_cluster_name} and {@code destination_cluster_name}: the exact name. */
public final class ClusterFilter {
    private ClusterFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) throws FilterException {
        add(FlowSide.SOURCE, filter.getSourceClusterNameList(), all);
        add(FlowSide.DESTINATION, filter.getDestinationClusterNameList(), all);
    }

    private static void add(FlowSide side, List<String> names, AllOf.Builder all) throws FilterException {
        if (names.isEmpty()) {
            return;
        }
        if (names.contains("")) {
            throw FilterException.invalid("invalid filter, name must not be empty");
        }
        List<String> wanted = List.copyOf(names);
        all.add(AllOf.Cost.REFERENCES, flow -> {
            Endpoint endpoint = side.endpoint(flow);
            return endpoint != null && wanted.contains(endpoint.clusterName());
        });
    }
}
