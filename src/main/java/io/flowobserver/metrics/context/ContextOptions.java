// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.metrics.request.MetricSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels that the operator wants beside a metric's own.
 *
 * @param swapped whether what is known of one side is shown as that of the other: flows that are answers come from the
 *     server, and metrics of requests name them after the client
 */
public record ContextOptions(List<ContextLabel> labels, SideContext source, SideContext destination, boolean swapped) {
    /**
     * Reads the options of a metric that say which labels it has.
     *
     * @throws IllegalArgumentException if a value is not known
     */
    public static ContextOptions of(MetricSpec spec, boolean swapped) {
        return new ContextOptions(
                spec.values("labelsContext").stream()
                        .map(ContextLabel::parse)
                        .distinct()
                        .sorted()
                        .toList(),
                SideContext.of(ContextSide.SOURCE, spec),
                SideContext.of(ContextSide.DESTINATION, spec),
                swapped);
    }

    /** Names of the labels: those of the flow's source, of its destination, and its direction. */
    List<String> names() {
        List<String> names = new ArrayList<>(of(ContextSide.SOURCE).names());
        names.addAll(of(ContextSide.DESTINATION).names());
        if (showsDirection()) {
            names.add(ContextLabel.TRAFFIC_DIRECTION.label());
        }
        return names;
    }

    /** What is shown of one side of the flow. */
    SideOptions of(ContextSide side) {
        ContextSide shownAs = swapped ? side.other() : side;
        List<ContextLabel> ofSide = labels.stream()
                .filter(label -> label.side() == shownAs)
                .map(label -> swapped ? label.counterpart() : label)
                .toList();
        return new SideOptions(context(side), context(shownAs).isPresent(), swapped, ofSide);
    }

    boolean showsDirection() {
        return labels.contains(ContextLabel.TRAFFIC_DIRECTION);
    }

    /** What the startup log says of it, in the reference's words. */
    public String status() {
        List<String> parts = new ArrayList<>();
        if (!destination.always().isEmpty()) {
            parts.add("destination=" + destination.status());
        }
        if (!labels.isEmpty()) {
            parts.add("labels="
                    + String.join(",", labels.stream().map(ContextLabel::label).toList()));
        }
        if (!source.always().isEmpty()) {
            parts.add("source=" + source.status());
        }
        return String.join(",", parts);
    }

    private SideContext context(ContextSide side) {
        return side == ContextSide.SOURCE ? source : destination;
    }
}
