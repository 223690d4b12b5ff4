// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.proto.observer.GetFlowsResponse;

/** Writes answers of GetFlows. */
public interface FlowPrinter extends Printer<GetFlowsResponse> {
    /** Nodes that come and go in an orderly way are no news for someone who looks at flows. */
    @Override
    default Place place(GetFlowsResponse answer) {
        if (!answer.hasNodeStatus()) {
            return Place.OUTPUT;
        }
        return switch (answer.getNodeStatus().getStateChange()) {
            case NODE_CONNECTED, NODE_GONE -> Place.NOWHERE;
            default -> Place.ERROR;
        };
    }
}
