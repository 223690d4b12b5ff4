// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import com.google.protobuf.Message;
import io.flowobserver.serve.listen.Limits;
import io.flowobserver.serve.listen.ListenerProtocolNegotiator;
import io.flowobserver.serve.listen.MinimumCapacityAllocator;
import io.flowobserver.serve.stream.CompileQueue;
import io.flowobserver.serve.stream.FlowQuery;
import io.flowobserver.serve.stream.FlowSink;
import io.flowobserver.serve.stream.ResponseStream;
import io.flowobserver.serve.stream.StreamCounts;
import io.flowobserver.serve.stream.StreamLoop;
import io.flowobserver.serve.stream.StreamLoops;
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
public final class ServerStreamingCall<Q extends Message> extends ServerCall.Listener<byte[]>
        implements CompileQueue.Caller {
    /** Understands requests. */
    public interface Opening<Q> {
        /** Whether {@link #prepare} may take more than an instant. */
        default boolean isHeavy(Q request) {
            return false;
        }

        /** Reads a request; any thread. */
        Prepared prepare(Q request) throws FlowQuery.InvalidRequest;
    }

    /** How requests are read and understood, and where answers are counted. */
    record Reading<Q extends Message>(RequestMarshaller<Q> marshaller, Opening<Q> opening, MethodCallCounts counts) {}

    /** A request that was understood. */
    public interface Prepared {
        /** Makes the stream that answers it; on the event loop. */
        ResponseStream open(FlowSink sink, StreamLoop loop);
    }

    private final ServerCall<byte[], AnswerBundle> call;
    private final StreamLoops loops;
    private final CompileQueue compileQueue;
    private final Reading<Q> reading;
    /** As it came: what it would take to understand it is spent when it is complete. */
    private byte @Nullable [] request;

    private @Nullable StreamLoop loop;
    private @Nullable MinimumCapacityAllocator buffers;
    private @Nullable ResponseStream stream;

    ServerStreamingCall(
            ServerCall<byte[], AnswerBundle> call, StreamLoops loops, CompileQueue compileQueue, Reading<Q> reading) {
        this.call = call;
        this.loops = loops;
        this.compileQueue = compileQueue;
        this.reading = reading;
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
        EventLoop eventLoop = call.getAttributes().get(ListenerProtocolNegotiator.EVENT_LOOP);
        buffers = call.getAttributes().get(ListenerProtocolNegotiator.BUFFERS);
        if (request == null || eventLoop == null || buffers == null) {
            String method = call.getMethodDescriptor().getBareMethodName();
            call.close(Status.INTERNAL.withDescription(method + " takes one request"), new Metadata());
            return;
        }
        byte[] asked = request;
        request = null;
        loop = loops.of(eventLoop);
        try {
            prepare(reading.marshaller().parse(asked), eventLoop);
        } catch (FlowQuery.InvalidRequest invalid) {
            refused(invalid.status());
        } catch (StatusRuntimeException unreadable) {
            refused(unreadable.getStatus());
        }
    }

    private void prepare(Q asked, EventLoop eventLoop) throws FlowQuery.InvalidRequest {
        Opening<Q> opening = reading.opening();
        if (opening.isHeavy(asked)) {
            compileQueue.run(() -> opening.prepare(asked), eventLoop, this);
        } else {
            accepted(opening.prepare(asked));
        }
    }

    @Override
    public boolean isPresent() {
        return !call.isCancelled();
    }

    @Override
    public void accepted(Prepared prepared) {
        if (loop == null || buffers == null) {
            return;
        }
        if (!loops.streams().admit()) {
            refused(Status.RESOURCE_EXHAUSTED.withDescription(StreamCounts.TOO_MANY));
            return;
        }
        stream = prepared.open(new GrpcFlowSink(call, reading.counts(), loop.bundle(), buffers), loop);
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
