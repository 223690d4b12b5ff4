// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.proto.observer.GetFlowsResponse;

/** Prints each response of GetFlows as one line of protobuf JSON. */
public final class FlowJsonPrinter implements FlowPrinter {
    private final JsonPrinter<GetFlowsResponse> json;

    /**
     * Creates a printer.
     *
     * @param bare whether to print the flow without the response around it
     */
    public FlowJsonPrinter(boolean bare) {
        this.json = new JsonPrinter<>(GetFlowsResponse.getDescriptor(), bare);
    }

    @Override
    public void append(StringBuilder out, GetFlowsResponse response) {
        json.append(out, response);
    }
}
