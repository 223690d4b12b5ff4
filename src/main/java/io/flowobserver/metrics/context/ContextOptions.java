// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.metrics.request.MetricSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The context labels that the operator configured in addition to a metric's own labels.
 *
 * @param swapped whether each side is shown under the labels of the other side. A metric that counts requests by their
 *     responses needs this: the source of a response is the server, but the source of the request is the client.
 */
public record ContextOptions(List<ContextLabel> labels, SideContext source, SideContext destination, boolean swapped) {
    /**
     * Reads the options of a metric.
     *
     * @throws IllegalArgumentException if a value is unknown
     */
    public static ContextOptions of(MetricSpec spec, boolean swapped) {
        return new ContextOptions(
                spec.values(MetricSpec.LABELS_CONTEXT).stream()
                        .map(ContextLabel::parse)
                        .distinct()
                        .sorted()
                        .toList(),
                SideContext.of(ContextSide.SOURCE, spec),
                SideContext.of(ContextSide.DESTINATION, spec),
                swapped);
    }

    /**
     * Returns the names of the labels: first those of the flow's source, then those of its destination, then the
     * direction.
     */
    List<String> names() {
        List<String> names = new ArrayList<>(of(ContextSide.SOURCE).names());
        names.addAll(of(ContextSide.DESTINATION).names());
        if (showsDirection()) {
            names.add(ContextLabel.TRAFFIC_DIRECTION.label());
        }
        return names;
    }

    /** Returns the options for one side of the flow. */
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

    /** Returns the options in the form that Hubble's startup log has. */
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
