// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A GetFlows call whose client takes messages when the test says so. */
final class FlowCall extends ClientCall.Listener<GetFlowsResponse> {
    final BlockingQueue<GetFlowsResponse> received = new LinkedBlockingQueue<>();
    final CompletableFuture<Status> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> headers = new CompletableFuture<>();
    private final ClientCall<GetFlowsRequest, GetFlowsResponse> call;

    private FlowCall(ManagedChannel channel) {
        call = channel.newCall(ObserverGrpc.getGetFlowsMethod(), CallOptions.DEFAULT);
    }

    /** Sends the request and returns once the server has taken it up. */
    static FlowCall start(ManagedChannel channel, GetFlowsRequest.Builder request) throws Exception {
        var flows = new FlowCall(channel);
        flows.call.start(flows, new Metadata());
        flows.call.sendMessage(request.build());
        flows.call.halfClose();
        flows.headers.get(10, TimeUnit.SECONDS);
        return flows;
    }

    /** Takes so many messages more. */
    FlowCall take(int messages) {
        call.request(messages);
        return this;
    }

    GetFlowsResponse next() throws InterruptedException {
        GetFlowsResponse response = received.poll(10, TimeUnit.SECONDS);
        if (response == null) {
            throw new AssertionError("nothing received in 10 s");
        }
        return response;
    }

    void cancel() {
        call.cancel("enough", null);
    }

    @Override
    public void onHeaders(Metadata metadata) {
        headers.complete(null);
    }

    @Override
    public void onMessage(GetFlowsResponse response) {
        received.add(response);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        closed.complete(status);
    }
}
