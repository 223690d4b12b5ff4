// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import com.google.protobuf.Message;
import io.flowobserver.serve.listen.ConnectionAttributes;
import io.flowobserver.serve.listen.Limits;
import io.flowobserver.serve.listen.MinimumCapacityAllocator;
import io.flowobserver.serve.stream.CompileQueue;
import io.flowobserver.serve.stream.FlowQuery;
import io.flowobserver.serve.stream.PreparedStream;
import io.flowobserver.serve.stream.ResponseStream;
import io.flowobserver.serve.stream.StreamCounts;
import io.flowobserver.serve.stream.StreamLoop;
import io.flowobserver.serve.stream.StreamLoops;
import io.flowobserver.serve.stream.StreamOpener;
import io.flowobserver.serve.stream.StreamRequests;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * What gRPC tells of a call with one request and many answers, up to the stream that gives them. All on the connection's
 * event loop.
 *
 * @param <Q> the request
 */
final class ServerStreamingCall<Q extends Message> extends ServerCall.Listener<byte[]> implements CompileQueue.Caller {
    /** What is the same for all calls of one method: how a request is parsed and prepared, and where calls are counted. */
    record Method<Q extends Message>(
            RequestMarshaller<Q> marshaller, StreamOpener<Q> opener, MethodCallCounts counts) {}

    private final ServerCall<byte[], AnswerBundle> call;
    private final StreamLoops loops;
    private final StreamRequests requests;
    private final Method<Q> method;
    /** Not parsed before the call is half-closed, so that a request that never ends takes no more than its bytes. */
    private byte @Nullable [] request;

    private @Nullable StreamLoop loop;
    private @Nullable MinimumCapacityAllocator buffers;
    private @Nullable ResponseStream stream;

    ServerStreamingCall(
            ServerCall<byte[], AnswerBundle> call, StreamLoops loops, StreamRequests requests, Method<Q> method) {
        this.call = call;
        this.loops = loops;
        this.requests = requests;
        this.method = method;
        call.setOnReadyThreshold(Limits.waitingBytes(loops.streams().open() + 1));
        // One message is due; asking for two lets gRPC notice a client that sends more.
        call.request(2);
    }

    @Override
    public void onMessage(byte[] message) {
        request = message;
    }

    @Override
    public void onHalfClose() {
        EventLoop eventLoop = call.getAttributes().get(ConnectionAttributes.EVENT_LOOP);
        buffers = call.getAttributes().get(ConnectionAttributes.ALLOCATOR);
        if (request == null || eventLoop == null || buffers == null) {
            String name = call.getMethodDescriptor().getBareMethodName();
            call.close(Status.INTERNAL.withDescription(name + " takes one request"), new Metadata());
            return;
        }
        byte[] asked = request;
        request = null;
        loop = loops.of(eventLoop);
        try {
            requests.prepare(method.opener(), method.marshaller().parse(asked), eventLoop, this);
        } catch (FlowQuery.InvalidRequest invalid) {
            refused(invalid.status());
        } catch (StatusRuntimeException unreadable) {
            refused(unreadable.getStatus());
        }
    }

    @Override
    public boolean isPresent() {
        return !call.isCancelled();
    }

    @Override
    public void accepted(PreparedStream prepared) {
        if (loop == null || buffers == null) {
            return;
        }
        if (!loops.streams().admit()) {
            refused(Status.RESOURCE_EXHAUSTED.withDescription(StreamCounts.TOO_MANY));
            return;
        }
        stream = prepared.open(new GrpcFlowSink(call, method.counts(), AnswerBundle.ofThisThread(), buffers), loop);
        call.sendHeaders(new Metadata());
        stream.run();
    }

    @Override
    public void refused(Status status) {
        call.close(status, new Metadata());
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
