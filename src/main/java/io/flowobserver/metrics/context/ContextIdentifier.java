// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.row.FlowView;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values that the labels {@code source} and {@code destination} can show. */
enum ContextIdentifier {
    IDENTITY(endpoint -> String.join(",", endpoint.labels())),
    NAMESPACE(Endpoint::namespace),
    POD(EndpointLabels::qualifiedPod),
    POD_NAME(Endpoint::podName),
    DNS(null),
    IP(null),
    RESERVED_IDENTITY(EndpointLabels::reservedIdentity),
    WORKLOAD(EndpointLabels::qualifiedWorkload),
    WORKLOAD_NAME(EndpointLabels::workload),
    APP(EndpointLabels::app);

    private final @Nullable Function<Endpoint, String> ofEndpoint;

    ContextIdentifier(@Nullable Function<Endpoint, String> ofEndpoint) {
        this.ofEndpoint = ofEndpoint;
    }

    /**
     * Returns the identifier with this name, in upper or lower case.
     *
     * @throws IllegalArgumentException if there is no such identifier
     */
    static ContextIdentifier parse(String text) {
        for (ContextIdentifier identifier : values()) {
            if (identifier.name().replace('_', '-').equals(text.toUpperCase(Locale.ROOT))) {
                return identifier;
            }
        }
        throw new IllegalArgumentException("unknown context '" + text + "'");
    }

    /** Returns the name in the startup log. It is the same as in Hubble, which shows a number for {@link #POD_NAME}. */
    String status() {
        return this == POD_NAME ? "4" : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the value for one side of a flow, or empty if the flow does not have it. */
    String value(ContextSide side, FlowView row) {
        if (this == IP) {
            return side.address(row);
        }
        if (ofEndpoint == null) {
            Names names = side.names(row);
            return names == null ? "" : String.join(",", names.names());
        }
        Endpoint endpoint = side.endpoint(row);
        return endpoint == null ? "" : ofEndpoint.apply(endpoint);
    }
}
