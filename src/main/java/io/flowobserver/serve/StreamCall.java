// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * What gRPC tells of a call with one request and many answers, up to the stream that gives them. All on the connection's
 * event loop.
 *
 * @param <Q> the request
 */
final class StreamCall<Q> extends ServerCall.Listener<Q> {
    /** Makes the stream that answers a request. */
    interface Opening<Q> {
        ServedStream open(FlowSink sink, Q request, StreamLoop loop) throws FlowQuery.InvalidRequest;
    }

    private final ServerCall<Q, ResponseMessage> call;
    private final StreamLoops loops;
    private final Opening<Q> opening;
    private @Nullable Q request;
    private @Nullable ServedStream stream;

    StreamCall(ServerCall<Q, ResponseMessage> call, StreamLoops loops, Opening<Q> opening) {
        this.call = call;
        this.loops = loops;
        this.opening = opening;
        call.setOnReadyThreshold(Limits.waitingBytes(loops.streams().open() + 1));
        // One message is due; asking for two lets gRPC notice a client that sends more.
        call.request(2);
    }

    @Override
    public void onMessage(Q message) {
        request = message;
    }

    @Override
    public void onHalfClose() {
        EventLoop eventLoop = call.getAttributes().get(ListenerProtocols.EVENT_LOOP);
        if (request == null || eventLoop == null) {
            String method = call.getMethodDescriptor().getBareMethodName();
            call.close(Status.INTERNAL.withDescription(method + " takes one request"), new Metadata());
            return;
        }
        if (!loops.streams().admit()) {
            call.close(Status.RESOURCE_EXHAUSTED.withDescription(StreamCounts.TOO_MANY), new Metadata());
            return;
        }
        try {
            stream = opening.open(new CallSink(call), request, loops.of(eventLoop));
            request = null;
            call.sendHeaders(new Metadata());
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
