// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.request;

import io.flowobserver.filter.Filters;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;
import java.util.function.Predicate;

/**
 * A metric, and which flows it is to count.
 *
 * @param include those that one of these matches, all if there is none
 * @param exclude but not those that one of these matches
 */
public record MetricRequest(MetricSpec spec, List<FlowFilter> include, List<FlowFilter> exclude) {
    public MetricRequest {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** For all flows. */
    public MetricRequest(MetricSpec spec) {
        this(spec, List.of(), List.of());
    }

    /**
     * Tells the flows to count. They have no uuid yet when they are counted, so a filter for one lets none pass.
     *
     * @throws IllegalArgumentException with one line for the operator if a filter is invalid
     */
    public Predicate<FlowView> filter() {
        try {
            return new Filters(new FlowUuid()).compile(include, exclude);
        } catch (FilterException e) {
            throw new IllegalArgumentException("metric \"" + spec.name() + "\": " + e.getMessage(), e);
        }
    }
}
