// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.listen.ConnectionAttributes;
import io.flowobserver.serve.listen.TlsClient;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Refuses new calls of a client whose CA was trusted when it connected and is no longer trusted. Running calls continue.
 * Any thread.
 */
public final class ClientTrustInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        TlsClient client = call.getAttributes().get(ConnectionAttributes.TLS_CLIENT);
        if (client == null || client.isTrusted()) {
            return next.startCall(call, headers);
        }
        call.close(
                Status.UNAUTHENTICATED.withDescription(
                        "the CA of this client's certificate is no longer trusted; connect anew with another certificate"),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
