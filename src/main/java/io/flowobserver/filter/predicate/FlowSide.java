// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.predicate;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import org.jspecify.annotations.Nullable;

/** The two sides of a flow, for filter fields that exist for both. */
public enum FlowSide {
    SOURCE,
    DESTINATION;

    /** Returns the endpoint of this side, or null if the flow has none. */
    public @Nullable Endpoint endpoint(FlowView flow) {
        if (!hasEndpoint(flow)) {
            return null;
        }
        return this == SOURCE ? flow.source() : flow.destination();
    }

    public boolean hasEndpoint(FlowView flow) {
        return flow.has(this == SOURCE ? FlowFlags.SOURCE : FlowFlags.DESTINATION);
    }

    public int identity(FlowView flow) {
        return this == SOURCE ? flow.sourceIdentity() : flow.destinationIdentity();
    }

    public int endpointId(FlowView flow) {
        return this == SOURCE ? flow.sourceEndpointId() : flow.destinationEndpointId();
    }

    public int port(FlowView flow) {
        return this == SOURCE ? flow.sourcePort() : flow.destinationPort();
    }

    /** Returns the DNS names of this side's address, or null if none is known. */
    public @Nullable Names names(FlowView flow) {
        return this == SOURCE ? flow.sourceNames() : flow.destinationNames();
    }

    public @Nullable Service service(FlowView flow) {
        return this == SOURCE ? flow.sourceService() : flow.destinationService();
    }

    @Override
    public String toString() {
        return this == SOURCE ? "source" : "destination";
    }
}
