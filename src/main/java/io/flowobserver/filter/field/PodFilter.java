// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.QualifiedPrefix;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.FlowSide;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/** {@code source_pod} and {@code destination_pod}: a namespace and the beginning of a pod's name. */
public final class PodFilter {
    private PodFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) throws FilterException {
        add(FlowSide.SOURCE, filter.getSourcePodList(), all);
        add(FlowSide.DESTINATION, filter.getDestinationPodList(), all);
    }

    private static void add(FlowSide side, List<String> pods, AllOf.Builder all) throws FilterException {
        if (!pods.isEmpty()) {
            QualifiedPrefix[] wanted = QualifiedPrefix.of(pods);
            all.add(AllOf.Cost.REFERENCES, flow -> {
                Endpoint endpoint = side.endpoint(flow);
                return endpoint != null && QualifiedPrefix.any(wanted, endpoint.namespace(), endpoint.podName());
            });
        }
    }
}
