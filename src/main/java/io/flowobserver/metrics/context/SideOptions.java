// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.row.FlowView;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels that a metric shows for one side of a flow.
 *
 * @param context the value of the label {@code source} or {@code destination}
 * @param shown whether the metric has that label
 * @param swapped whether the labels have the names of the other side
 * @param labels the labels of {@code labelsContext} for this side
 */
record SideOptions(SideContext context, boolean shown, boolean swapped, List<ContextLabel> labels) {
    ContextSide side() {
        return context.side();
    }

    /** Returns the names of the labels. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        labels.forEach(label -> names.add((swapped ? label.counterpart() : label).label()));
        if (shown) {
            names.add((swapped ? side().other() : side()).label());
        }
        return names;
    }

    /** Returns the values of the labels, in the same order as the names. */
    List<String> values(FlowView row) {
        List<String> values = new ArrayList<>();
        labels.forEach(label -> values.add(label.value(row)));
        if (shown) {
            values.add(context.value(row));
        }
        return values;
    }

    boolean usesDirection() {
        return shown && context.dependsOnDirection();
    }

    boolean usesNames() {
        return shown && context.uses(ContextIdentifier.DNS);
    }

    boolean usesAddress() {
        return (shown && context.uses(ContextIdentifier.IP)) || labels.stream().anyMatch(ContextLabel::isAddress);
    }
}
