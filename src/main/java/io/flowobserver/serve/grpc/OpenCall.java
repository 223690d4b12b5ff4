// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.listen.ConnectionAttributes;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A call that the server can end with a status at any time. Used by the event loop of the call's connection, except for
 * {@link #endSoon} and {@link #isCancelled}.
 */
final class OpenCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final EventLoop eventLoop;
    private ServerCall.@Nullable Listener<Q> listener;
    private boolean closed;
    /** Read by any thread. */
    private volatile boolean ended;

    OpenCall(ServerCall<Q, A> call) {
        super(call);
        this.eventLoop = Objects.requireNonNull(call.getAttributes().get(ConnectionAttributes.EVENT_LOOP));
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** Sets who is told that the client is gone when the server ends the call. */
    void listener(ServerCall.Listener<Q> told) {
        listener = told;
    }

    @Override
    public boolean isCancelled() {
        return ended || super.isCancelled();
    }

    @Override
    public void sendMessage(A message) {
        if (!closed) {
            super.sendMessage(message);
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (!closed) {
            closed = true;
            super.close(status, trailers);
        }
    }

    /** Ends the call with a status, as if the client had left; does nothing if the call has a status already. */
    void end(Status status) {
        if (!closed && listener != null) {
            ended = true;
            close(status, new Metadata());
            // The stream stops as it does when the client leaves.
            listener.onCancel();
        }
    }

    /** As {@link #end}, from any thread. */
    void endSoon(Status status) {
        try {
            eventLoop.execute(() -> end(status));
        } catch (RejectedExecutionException gone) {
            // The event loop has stopped, and its connections are closed.
        }
    }
}
