// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.client.Client;
import io.flowobserver.serve.limit.CallRejection;
import io.flowobserver.serve.limit.Quota;
import io.flowobserver.serve.limit.RejectedCalls;
import io.flowobserver.serve.listen.ConnectionAttributes;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Objects;

/**
 * Limits the open calls of methods that take any number of requests, which are those of reflection: while the client does
 * not read, its next requests wait in direct memory, up to a window of flow control for each call. Any thread.
 */
public final class ClientStreamLimiter implements ServerInterceptor {
    static final int CALLS = 32;
    static final int RESERVED = 8;

    private final Quota calls = new Quota(CALLS, RESERVED);
    private final RejectedCalls rejected;

    public ClientStreamLimiter(RejectedCalls rejected) {
        this.rejected = rejected;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            return next.startCall(call, headers);
        }
        Client client = Objects.requireNonNull(call.getAttributes().get(ConnectionAttributes.CLIENT));
        if (!calls.acquire(client)) {
            refuse(call, client);
            return new ServerCall.Listener<>() {};
        }
        return new Counted<>(next.startCall(call, headers));
    }

    private void refuse(ServerCall<?, ?> call, Client client) {
        String reason = "this server has " + calls.limitOf(client) + " calls of reflection open, which is the limit;"
                + " try again when one has ended";
        rejected.add(CallRejection.NODE_CALLS, client, "began a call that was refused: " + reason);
        RequestBytes request = RequestBytes.current();
        if (request != null) {
            request.settle();
        }
        call.close(Status.RESOURCE_EXHAUSTED.withDescription(reason), new Metadata());
    }

    private final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
        private boolean ended;

        Counted(ServerCall.Listener<Q> listener) {
            super(listener);
        }

        @Override
        public void onCancel() {
            end();
            super.onCancel();
        }

        @Override
        public void onComplete() {
            end();
            super.onComplete();
        }

        /** A call that the server ends is told that it is cancelled, and later that it is complete. */
        private void end() {
            if (!ended) {
                ended = true;
                calls.release();
            }
        }
    }
}
