// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.limit.GuardedConnection;
import io.flowobserver.serve.limit.GuardedStream;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers the open calls, so that the server can end each of them with a status. Any thread. */
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
        opened.listener(listener);
        tieToStream(opened);
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
            call.endSoon(STOPPING);
        }
    }

    /** Lets the connection end the call if the client takes no responses. */
    private static void tieToStream(OpenCall<?, ?> call) {
        GuardedConnection connection = call.getAttributes().get(GuardedConnection.KEY);
        GuardedStream stream = connection == null ? null : connection.arriving();
        if (stream != null) {
            stream.onEnd(call::end);
        }
    }
}
