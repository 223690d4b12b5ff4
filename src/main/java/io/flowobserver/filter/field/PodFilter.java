// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.QualifiedPrefix;
import io.flowobserver.filter.predicate.Conjunction;
import io.flowobserver.filter.predicate.Side;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/** {@code source_pod} and {@code destination_pod}. */
public final class PodFilter {
    private PodFilter() {}

    public static void add(FlowFilter filter, Conjunction.Builder all) throws FilterException {
        add(Side.SOURCE, filter.getSourcePodList(), all);
        add(Side.DESTINATION, filter.getDestinationPodList(), all);
    }

    private static void add(Side side, List<String> pods, Conjunction.Builder all) throws FilterException {
        if (!pods.isEmpty()) {
            QualifiedPrefix[] wanted = QualifiedPrefix.of(pods);
            all.add(Conjunction.Cost.REFERENCES, flow -> {
                Endpoint endpoint = side.endpoint(flow);
                return endpoint != null && QualifiedPrefix.any(wanted, endpoint.namespace(), endpoint.podName());
            });
        }
    }
}
