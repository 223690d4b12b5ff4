// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** What gRPC tells of a GetFlows call, up to the stream that answers it. All on the connection's event loop. */
final class GetFlowsCall extends ServerCall.Listener<GetFlowsRequest> implements Queries.Caller {
    /**
     * Bytes that may wait for the network before the call counts as not ready. Measured: less leaves the stream idle
     * between writes, more only queues.
     */
    private static final int ON_READY_BYTES = 256 * 1024;

    private final ServerCall<GetFlowsRequest, ResponseMessage> call;
    private final FlowSource source;
    private final Queries queries;
    private final StreamLoops loops;
    private @Nullable GetFlowsRequest request;
    private @Nullable EventLoop eventLoop;
    private @Nullable FlowStream stream;

    GetFlowsCall(
            ServerCall<GetFlowsRequest, ResponseMessage> call, FlowSource source, Queries queries, StreamLoops loops) {
        this.call = call;
        this.source = source;
        this.queries = queries;
        this.loops = loops;
        call.setOnReadyThreshold(ON_READY_BYTES);
        // One message is due; asking for two lets gRPC notice a client that sends more.
        call.request(2);
    }

    @Override
    public void onMessage(GetFlowsRequest message) {
        request = message;
    }

    @Override
    public void onHalfClose() {
        eventLoop = call.getAttributes().get(ListenerProtocols.EVENT_LOOP);
        if (request == null || eventLoop == null) {
            call.close(Status.INTERNAL.withDescription("GetFlows takes one request"), new Metadata());
            return;
        }
        GetFlowsRequest asked = request;
        request = null;
        queries.prepare(asked, eventLoop, this);
    }

    @Override
    public boolean isPresent() {
        return !call.isCancelled();
    }

    @Override
    public void accepted(FlowQuery query) {
        if (eventLoop != null) {
            call.sendHeaders(new Metadata());
            stream = new FlowStream(call, query, loops.of(eventLoop), source);
            stream.run();
        }
    }

    @Override
    public void refused(Status status) {
        call.close(status, new Metadata());
    }

    @Override
    public void onReady() {
        if (stream != null) {
            stream.run();
        }
    }

    @Override
    public void onCancel() {
        if (stream != null) {
            stream.cancel();
        }
    }
}
