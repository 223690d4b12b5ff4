// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import com.google.protobuf.Message;
import io.flowobserver.serve.client.Client;
import io.flowobserver.serve.listen.ConnectionAttributes;
import io.flowobserver.serve.listen.Limits;
import io.flowobserver.serve.listen.MinimumCapacityAllocator;
import io.flowobserver.serve.stream.CompileQueue;
import io.flowobserver.serve.stream.InvalidRequest;
import io.flowobserver.serve.stream.PreparedStream;
import io.flowobserver.serve.stream.ResponseStream;
import io.flowobserver.serve.stream.StreamCounts;
import io.flowobserver.serve.stream.StreamLoop;
import io.flowobserver.serve.stream.StreamLoops;
import io.flowobserver.serve.stream.StreamOpener;
import io.flowobserver.serve.stream.StreamRequests;
import io.grpc.Codec;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.channel.EventLoop;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of a gRPC call with one request and many responses: reads the request, then starts the stream that
 * sends the responses. Used by the connection's event loop only.
 *
 * @param <Q> type of the request
 */
final class ServerStreamingCall<Q extends Message> extends ServerCall.Listener<InputStream>
        implements CompileQueue.StreamCaller {
    private static final String NO_COMPRESSION = Codec.Identity.NONE.getMessageEncoding();

    /**
     * What all calls of one method share.
     *
     * @param parser parses requests
     * @param opener prepares the stream for a request
     * @param counts counts calls and messages
     * @param bundling says how responses are handed to gRPC
     */
    record Method<Q extends Message>(
            RequestParser<Q> parser, StreamOpener<Q> opener, MethodCallCounts counts, ResponseBundling bundling) {}

    private final ServerCall<InputStream, AnswerBundle> call;
    private final StreamLoops loops;
    private final StreamRequests requests;
    private final Method<Q> method;
    private final @Nullable RequestBytes memory = RequestBytes.current();
    /** Parsed when the client has half-closed the call, so that a request without an end takes only its bytes. */
    private byte @Nullable [] request;

    private boolean refused;
    private @Nullable StreamLoop loop;
    private @Nullable MinimumCapacityAllocator buffers;
    private @Nullable ResponseStream stream;

    ServerStreamingCall(
            ServerCall<InputStream, AnswerBundle> call, StreamLoops loops, StreamRequests requests, Method<Q> method) {
        this.call = call;
        this.loops = loops;
        this.requests = requests;
        this.method = method;
        call.setOnReadyThreshold(Limits.waitingBytes(loops.streams().open() + 1));
        // One message is expected. A request for two shows a client that sends more.
        call.request(2);
    }

    @Override
    public void onMessage(InputStream message) {
        if (refused) {
            return;
        }
        if (request != null) {
            refuseRequests();
            return;
        }
        try {
            request = RequestParser.bytes(message);
        } catch (StatusRuntimeException unreadable) {
            refused(unreadable.getStatus());
        }
    }

    @Override
    public void onHalfClose() {
        if (refused) {
            return;
        }
        EventLoop eventLoop = call.getAttributes().get(ConnectionAttributes.EVENT_LOOP);
        buffers = call.getAttributes().get(ConnectionAttributes.ALLOCATOR);
        if (request == null || eventLoop == null || buffers == null) {
            refuseRequests();
            return;
        }
        byte[] asked = request;
        request = null;
        loop = loops.of(eventLoop);
        try {
            requests.prepare(method.opener(), method.parser().parse(asked), eventLoop, this);
        } catch (InvalidRequest invalid) {
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
    public boolean usesUnixSocket() {
        return ConnectionAttributes.usesUnixSocket(call.getAttributes());
    }

    @Override
    public boolean mayKeep(long bytes) {
        return memory == null || memory.mayKeep(bytes);
    }

    @Override
    public void accepted(PreparedStream prepared) {
        Client client = call.getAttributes().get(ConnectionAttributes.CLIENT);
        if (loop == null || buffers == null || client == null) {
            return;
        }
        if (!loops.streams().admit(client)) {
            refused(Status.RESOURCE_EXHAUSTED.withDescription(StreamCounts.TOO_MANY));
            return;
        }
        AnswerBundle bundle = method.bundling().ofThisThread();
        stream = prepared.open(new GrpcFlowSink(call, method.counts(), bundle, buffers), loop);
        sendHeaders();
        stream.run();
    }

    @Override
    public void refused(Status status) {
        refused = true;
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

    private void refuseRequests() {
        String name = call.getMethodDescriptor().getBareMethodName();
        refused(Status.INTERNAL.withDescription(name + " takes one request"));
    }

    /** A bundle must not be compressed: it is more than the one message that gRPC takes it for. */
    private void sendHeaders() {
        // Replaces what an interceptor may have chosen before.
        call.setCompression(NO_COMPRESSION);
        call.sendHeaders(new Metadata());
        // Holds even if an interceptor chose a compressor when the headers passed it.
        call.setMessageCompression(false);
    }
}
