// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowView;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The labels of the option {@code labelsContext}. A metric shows them in the order of declaration. */
enum ContextLabel {
    SOURCE_IP(ContextSide.SOURCE, null),
    SOURCE_POD(ContextSide.SOURCE, Endpoint::podName),
    SOURCE_NAMESPACE(ContextSide.SOURCE, Endpoint::namespace),
    SOURCE_WORKLOAD(ContextSide.SOURCE, EndpointLabels::workload),
    SOURCE_WORKLOAD_KIND(ContextSide.SOURCE, EndpointLabels::workloadKind),
    SOURCE_APP(ContextSide.SOURCE, EndpointLabels::app),
    DESTINATION_IP(ContextSide.DESTINATION, null),
    DESTINATION_POD(ContextSide.DESTINATION, Endpoint::podName),
    DESTINATION_NAMESPACE(ContextSide.DESTINATION, Endpoint::namespace),
    DESTINATION_WORKLOAD(ContextSide.DESTINATION, EndpointLabels::workload),
    DESTINATION_WORKLOAD_KIND(ContextSide.DESTINATION, EndpointLabels::workloadKind),
    DESTINATION_APP(ContextSide.DESTINATION, EndpointLabels::app),
    TRAFFIC_DIRECTION(null, null);

    private final @Nullable ContextSide side;
    private final @Nullable Function<Endpoint, String> ofEndpoint;

    ContextLabel(@Nullable ContextSide side, @Nullable Function<Endpoint, String> ofEndpoint) {
        this.side = side;
        this.ofEndpoint = ofEndpoint;
    }

    /**
     * Returns the label with exactly this name.
     *
     * @throws IllegalArgumentException if there is no such label
     */
    static ContextLabel parse(String text) {
        for (ContextLabel label : values()) {
            if (label.label().equals(text)) {
                return label;
            }
        }
        throw new IllegalArgumentException("invalid labelsContext value: " + text);
    }

    /** Returns the name of the label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the side that the label describes, or null if it describes the whole flow. */
    @Nullable
    ContextSide side() {
        return side;
    }

    /** Returns the same label for the other side. */
    ContextLabel counterpart() {
        return side == null
                ? this
                : valueOf(side.other().name() + name().substring(side.name().length()));
    }

    boolean isAddress() {
        return side != null && ofEndpoint == null;
    }

    /** Returns the value for a flow, or empty if the flow does not have it. */
    String value(FlowView row) {
        if (side == null) {
            return Directions.label(row.direction());
        }
        if (ofEndpoint == null) {
            return side.address(row);
        }
        Endpoint endpoint = side.endpoint(row);
        return endpoint == null ? "" : ofEndpoint.apply(endpoint);
    }
}
