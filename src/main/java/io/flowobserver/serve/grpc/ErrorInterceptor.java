// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.listen.ConnectionAttributes;
import io.flowobserver.serve.listen.MinimumCapacityAllocator;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Handles the {@link Error}s that calls throw: one that leaves the JVM in an unknown state ends the process, and one of
 * direct memory ends the connection. gRPC itself would end only the call, without a word. Any thread.
 */
public final class ErrorInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        try {
            return new ErrorListener<>(call, next.startCall(call, headers));
        } catch (Error error) {
            handle(call, error);
            throw error;
        }
    }

    private static void handle(ServerCall<?, ?> call, Error error) {
        MinimumCapacityAllocator buffers = call.getAttributes().get(ConnectionAttributes.ALLOCATOR);
        if (buffers != null) {
            buffers.failed(error);
        }
    }

    /** Used by the connection's event loop only. */
    private static final class ErrorListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, ?> call;

        ErrorListener(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            try {
                super.onMessage(message);
            } catch (Error error) {
                handle(call, error);
                throw error;
            }
        }

        @Override
        public void onHalfClose() {
            try {
                super.onHalfClose();
            } catch (Error error) {
                handle(call, error);
                throw error;
            }
        }

        @Override
        public void onReady() {
            try {
                super.onReady();
            } catch (Error error) {
                handle(call, error);
                throw error;
            }
        }

        @Override
        public void onCancel() {
            try {
                super.onCancel();
            } catch (Error error) {
                handle(call, error);
                throw error;
            }
        }

        @Override
        public void onComplete() {
            try {
                super.onComplete();
            } catch (Error error) {
                handle(call, error);
                throw error;
            }
        }
    }
}
