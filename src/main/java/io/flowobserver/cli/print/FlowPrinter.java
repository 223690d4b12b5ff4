// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.proto.observer.GetFlowsResponse;

/** Prints the responses of GetFlows. */
public interface FlowPrinter extends Printer<GetFlowsResponse> {
    /** Status changes of nodes go to standard error, except that connected and removed nodes are not printed. */
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
