// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.grpc.ManagedChannel;

/** A GetFlows call whose client takes messages when the test says so. */
public final class FlowCall extends StreamedCall<GetFlowsRequest, GetFlowsResponse> {
    private FlowCall(ManagedChannel channel) {
        super(channel, ObserverGrpc.getGetFlowsMethod());
    }

    /** Sends the request and returns once the server has taken it up. */
    public static FlowCall start(ManagedChannel channel, GetFlowsRequest.Builder request) throws Exception {
        FlowCall flows = new FlowCall(channel);
        flows.start(request.build());
        return flows;
    }

    @Override
    public FlowCall take(int messages) {
        super.take(messages);
        return this;
    }
}
