// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Adds {@code hubble-server-version} to the response headers of every call, also of a failed one. Any thread. */
public final class VersionHeaderInterceptor implements ServerInterceptor {
    static final Metadata.Key<String> KEY = Metadata.Key.of("hubble-server-version", Metadata.ASCII_STRING_MARSHALLER);

    private final String version;

    public VersionHeaderInterceptor(String version) {
        this.version = version;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return next.startCall(new WithVersion<>(call), headers);
    }

    private final class WithVersion<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean sent;

        WithVersion(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public void sendHeaders(Metadata headers) {
            sent = true;
            headers.put(KEY, version);
            super.sendHeaders(headers);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            // A call that fails before its first response would have trailers only.
            if (!sent && !isCancelled()) {
                sendHeaders(new Metadata());
            }
            super.close(status, trailers);
        }
    }
}
