// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.row.FlowView;
import java.util.ArrayList;
import java.util.List;

/**
 * What the labels of one side of a flow show.
 *
 * @param context what the label {@code source} or {@code destination} shows
 * @param shown whether there is that label
 * @param swapped whether all labels are named after the other side
 */
record SideOptions(SideContext context, boolean shown, boolean swapped, List<ContextLabel> labels) {
    ContextSide side() {
        return context.side();
    }

    /** Names of the labels. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        labels.forEach(label -> names.add((swapped ? label.counterpart() : label).label()));
        if (shown) {
            names.add((swapped ? side().other() : side()).label());
        }
        return names;
    }

    /** Values of the labels, in the same order. */
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
