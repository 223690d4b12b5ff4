// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.flow.Endpoint;
import io.flowobserver.flow.FlowFlags;
import io.flowobserver.flow.FlowView;
import io.flowobserver.flow.Names;
import io.flowobserver.flow.Service;
import org.jspecify.annotations.Nullable;

/** The two ends of a flow, for fields that exist for both. */
enum Side {
    SOURCE,
    DESTINATION;

    /** Who is there, or null if the flow does not say. */
    @Nullable
    Endpoint endpoint(FlowView flow) {
        if (!hasEndpoint(flow)) {
            return null;
        }
        return this == SOURCE ? flow.source() : flow.destination();
    }

    boolean hasEndpoint(FlowView flow) {
        return flow.has(this == SOURCE ? FlowFlags.SOURCE : FlowFlags.DESTINATION);
    }

    int identity(FlowView flow) {
        return this == SOURCE ? flow.sourceIdentity() : flow.destinationIdentity();
    }

    int endpointId(FlowView flow) {
        return this == SOURCE ? flow.sourceEndpointId() : flow.destinationEndpointId();
    }

    int port(FlowView flow) {
        return this == SOURCE ? flow.sourcePort() : flow.destinationPort();
    }

    @Nullable
    Names names(FlowView flow) {
        return this == SOURCE ? flow.sourceNames() : flow.destinationNames();
    }

    @Nullable
    Service service(FlowView flow) {
        return this == SOURCE ? flow.sourceService() : flow.destinationService();
    }

    @Override
    public String toString() {
        return this == SOURCE ? "source" : "destination";
    }
}
