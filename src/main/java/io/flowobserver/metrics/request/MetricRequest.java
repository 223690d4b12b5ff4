// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.request;

import io.flowobserver.filter.Filters;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;
import java.util.function.Predicate;

/**
 * A metric and the flows that it counts.
 *
 * @param include the filters of flows to count; empty for all flows
 * @param exclude the filters of flows not to count
 */
public record MetricRequest(MetricSpec spec, List<FlowFilter> include, List<FlowFilter> exclude) {
    public MetricRequest {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Creates a request that counts all flows. */
    public MetricRequest(MetricSpec spec) {
        this(spec, List.of(), List.of());
    }

    /**
     * Returns a predicate for the flows to count. A flow has no uuid when it is counted, so a filter for a uuid matches
     * none.
     *
     * @param generation decides which filters exist
     * @throws IllegalArgumentException with a one-line message for the operator if a filter is invalid
     */
    public Predicate<FlowView> filter(Generation generation) {
        try {
            return new Filters(new FlowUuid(), generation).compile(include, exclude);
        } catch (FilterException e) {
            throw new IllegalArgumentException(
                    "unable to initialize metric '" + spec.name() + "': " + e.getMessage(), e);
        }
    }
}
