// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.request.MetricSpec;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The value of the label {@code source} or {@code destination}: the first identifier in a list that is not empty for
 * the flow. Ingress and egress flows can have their own lists.
 */
record SideContext(
        ContextSide side,
        List<ContextIdentifier> always,
        List<ContextIdentifier> ingress,
        List<ContextIdentifier> egress) {

    static SideContext of(ContextSide side, MetricSpec spec) {
        String name = side.name().toLowerCase(Locale.ROOT);
        return new SideContext(
                side,
                identifiers(spec, name + "Context"),
                identifiers(spec, name + "IngressContext"),
                identifiers(spec, name + "EgressContext"));
    }

    /** Returns whether the metric has this label. */
    boolean isPresent() {
        return !(always.isEmpty() && ingress.isEmpty() && egress.isEmpty());
    }

    boolean dependsOnDirection() {
        return !(ingress.isEmpty() && egress.isEmpty());
    }

    boolean uses(ContextIdentifier identifier) {
        return identifiers().anyMatch(identifier::equals);
    }

    /** Returns the options in the form that Hubble's startup log has. */
    String status() {
        return String.join("|", always.stream().map(ContextIdentifier::status).toList());
    }

    String value(FlowView row) {
        for (ContextIdentifier identifier : forDirection(row.direction())) {
            String value = identifier.value(side, row);
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private List<ContextIdentifier> forDirection(int direction) {
        if (direction == Directions.INGRESS && !ingress.isEmpty()) {
            return ingress;
        }
        return direction == Directions.EGRESS && !egress.isEmpty() ? egress : always;
    }

    private Stream<ContextIdentifier> identifiers() {
        return Stream.of(always, ingress, egress).flatMap(List::stream);
    }

    private static List<ContextIdentifier> identifiers(MetricSpec spec, String option) {
        return spec.values(option).stream().map(ContextIdentifier::parse).toList();
    }
}
