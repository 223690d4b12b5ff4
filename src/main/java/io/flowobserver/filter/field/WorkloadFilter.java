// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.FlowSide;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Workload;
import java.util.List;

/** {@code source_workload} and {@code destination_workload}: the exact name and kind. An empty one matches any. */
public final class WorkloadFilter {
    private WorkloadFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) {
        add(FlowSide.SOURCE, filter.getSourceWorkloadList(), all);
        add(FlowSide.DESTINATION, filter.getDestinationWorkloadList(), all);
    }

    private static void add(FlowSide side, List<Workload> workloads, AllOf.Builder all) {
        if (!workloads.isEmpty()) {
            Workload[] wanted = workloads.toArray(Workload[]::new);
            all.add(AllOf.Cost.TEXT, flow -> {
                Endpoint endpoint = side.endpoint(flow);
                return endpoint != null && any(wanted, endpoint.workloads());
            });
        }
    }

    private static boolean any(Workload[] wanted, List<io.flowobserver.flow.entity.Workload> held) {
        for (int i = 0; i < held.size(); i++) {
            io.flowobserver.flow.entity.Workload workload = held.get(i);
            for (Workload entry : wanted) {
                if ((entry.getName().isEmpty() || entry.getName().equals(workload.name()))
                        && (entry.getKind().isEmpty() || entry.getKind().equals(workload.kind()))) {
                    return true;
                }
            }
        }
        return false;
    }
}
