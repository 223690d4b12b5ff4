// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.listen.ConnectionAttributes;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Remembers the open calls, to end each with a status when the server stops. Any thread. */
public final class OpenCalls implements ServerInterceptor {
    private static final Status STOPPING =
            Status.UNAVAILABLE.withDescription("observer is stopping; try again once it has been started anew");

    private final Set<OpenCall<?, ?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        OpenCall<Q, A> opened = new OpenCall<>(call);
        open.add(opened);
        if (stopping) {
            open.remove(opened);
            call.close(STOPPING, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        ServerCall.Listener<Q> listener = next.startCall(opened, headers);
        opened.listener = listener;
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                open.remove(opened);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                open.remove(opened);
                super.onComplete();
            }
        };
    }

    /** Returns whether a status is the one that a stopping server ends calls with. */
    static boolean isStopping(Status status) {
        return status.getCode() == STOPPING.getCode()
                && Objects.equals(status.getDescription(), STOPPING.getDescription());
    }

    /** Ends all open calls with a status that gives the reason, and refuses new calls. Any thread. */
    public void stop() {
        stopping = true;
        for (OpenCall<?, ?> call : open) {
            try {
                call.eventLoop.execute(call::end);
            } catch (RejectedExecutionException gone) {
                // The event loop has stopped, and its connections are closed.
            }
        }
    }

    /** Used by the event loop of the call's connection. */
    private static final class OpenCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final EventLoop eventLoop;
        private ServerCall.@Nullable Listener<Q> listener;
        private boolean closed;
        /** Read by any thread. */
        private volatile boolean ended;

        OpenCall(ServerCall<Q, A> call) {
            super(call);
            this.eventLoop = Objects.requireNonNull(call.getAttributes().get(ConnectionAttributes.EVENT_LOOP));
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

        private void end() {
            if (!closed && listener != null) {
                ended = true;
                close(STOPPING, new Metadata());
                // The stream stops as it does when the client leaves.
                listener.onCancel();
            }
        }
    }
}
