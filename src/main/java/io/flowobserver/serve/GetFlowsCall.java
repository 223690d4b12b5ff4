// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.filter.Filters;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** What gRPC tells of a GetFlows call, up to the stream that answers it. All on the connection's event loop. */
final class GetFlowsCall extends ServerCall.Listener<GetFlowsRequest> {
    private final ServerCall<GetFlowsRequest, ResponseMessage> call;
    private final FlowSource source;
    private final Filters filters;
    private final StreamLoops loops;
    private @Nullable GetFlowsRequest request;
    private @Nullable FlowStream stream;

    GetFlowsCall(
            ServerCall<GetFlowsRequest, ResponseMessage> call, FlowSource source, Filters filters, StreamLoops loops) {
        this.call = call;
        this.source = source;
        this.filters = filters;
        this.loops = loops;
        call.setOnReadyThreshold(Limits.waitingBytes(source.streams().open() + 1));
        // One message is due; asking for two lets gRPC notice a client that sends more.
        call.request(2);
    }

    @Override
    public void onMessage(GetFlowsRequest message) {
        request = message;
    }

    @Override
    public void onHalfClose() {
        EventLoop eventLoop = call.getAttributes().get(ListenerProtocols.EVENT_LOOP);
        if (request == null || eventLoop == null) {
            call.close(Status.INTERNAL.withDescription("GetFlows takes one request"), new Metadata());
            return;
        }
        if (!source.streams().admit()) {
            call.close(Status.RESOURCE_EXHAUSTED.withDescription(StreamCounts.TOO_MANY), new Metadata());
            return;
        }
        try {
            FlowQuery query = FlowQuery.of(request, filters);
            call.sendHeaders(new Metadata());
            stream = new FlowStream(new CallSink(call), query, loops.of(eventLoop), source);
            request = null;
            stream.run();
        } catch (FlowQuery.InvalidRequest invalid) {
            call.close(invalid.status(), new Metadata());
        }
    }

    @Override
    public void onReady() {
        if (stream != null) {
            stream.wake();
        }
    }

    @Override
    public void onCancel() {
        if (stream != null) {
            stream.cancel();
        }
    }
}
