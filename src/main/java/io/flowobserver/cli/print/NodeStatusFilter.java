// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.proto.observer.GetFlowsResponse;

/**
 * Chooses which status changes of nodes are printed: by default only failures. Everything else is printed as by the
 * other printer.
 */
public final class NodeStatusFilter implements Printer<GetFlowsResponse> {
    private final Printer<GetFlowsResponse> flows;
    private final boolean silent;
    private final boolean all;

    /**
     * Creates a printer.
     *
     * @param silent whether to print no status change; it has precedence
     * @param all whether to print connected and removed nodes too
     */
    public NodeStatusFilter(Printer<GetFlowsResponse> flows, boolean silent, boolean all) {
        this.flows = flows;
        this.silent = silent;
        this.all = all;
    }

    @Override
    public void append(StringBuilder out, GetFlowsResponse answer) {
        flows.append(out, answer);
    }

    @Override
    public void finish(StringBuilder out) {
        flows.finish(out);
    }

    @Override
    public Place place(GetFlowsResponse answer) {
        if (!answer.hasNodeStatus()) {
            return flows.place(answer);
        }
        return silent ? Place.NOWHERE : all ? Place.ERROR : flows.place(answer);
    }
}
