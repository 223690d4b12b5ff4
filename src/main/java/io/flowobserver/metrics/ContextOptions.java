// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.FlowView;
import java.util.ArrayList;
import java.util.List;

/** The labels that the operator wants beside a metric's own. */
record ContextOptions(List<ContextLabel> labels, SideContext source, SideContext destination) {
    /**
     * @throws IllegalArgumentException if a value is not known
     */
    static ContextOptions of(MetricSpec spec) {
        return new ContextOptions(
                spec.values("labelsContext").stream()
                        .map(ContextLabel::parse)
                        .distinct()
                        .sorted()
                        .toList(),
                SideContext.of(Side.SOURCE, spec),
                SideContext.of(Side.DESTINATION, spec));
    }

    /** Names of the labels. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        labels.forEach(label -> names.add(label.label()));
        if (source.isPresent()) {
            names.add("source");
        }
        if (destination.isPresent()) {
            names.add("destination");
        }
        return names;
    }

    /** Values of the labels, in the same order. */
    List<String> values(FlowView row) {
        List<String> values = new ArrayList<>();
        labels.forEach(label -> values.add(label.value(row)));
        if (source.isPresent()) {
            values.add(source.value(row));
        }
        if (destination.isPresent()) {
            values.add(destination.value(row));
        }
        return values;
    }

    boolean usesEndpoint(Side side) {
        return of(side).usesEndpoint() || labels.stream().anyMatch(label -> label.side() == side && !label.isAddress());
    }

    boolean usesNames(Side side) {
        return of(side).uses(ContextIdentifier.DNS);
    }

    boolean usesAddress(Side side) {
        return of(side).uses(ContextIdentifier.IP)
                || labels.stream().anyMatch(label -> label.side() == side && label.isAddress());
    }

    boolean usesDirection() {
        return labels.contains(ContextLabel.TRAFFIC_DIRECTION)
                || source.dependsOnDirection()
                || destination.dependsOnDirection();
    }

    private SideContext of(Side side) {
        return side == Side.SOURCE ? source : destination;
    }
}
