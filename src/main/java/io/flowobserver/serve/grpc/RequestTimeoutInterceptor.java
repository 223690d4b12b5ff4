// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.limit.CallRejection;
import io.flowobserver.serve.limit.RejectedCalls;
import io.flowobserver.serve.listen.ConnectionAttributes;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Ends a call of a method with one request if the request is not complete in time. The time runs from the headers of the
 * call to its half-close. Any thread.
 */
public final class RequestTimeoutInterceptor implements ServerInterceptor {
    private final Duration timeout;
    private final RejectedCalls rejected;

    public RequestTimeoutInterceptor(Duration timeout, RejectedCalls rejected) {
        this.timeout = timeout;
        this.rejected = rejected;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ServerCall.Listener<Q> listener = next.startCall(call, headers);
        return call.getMethodDescriptor().getType().clientSendsOneMessage()
                ? new TimedCall<>(call, listener)
                : listener;
    }

    private void end(ServerCall<?, ?> call) {
        String method = call.getMethodDescriptor().getFullMethodName();
        rejected.add(
                CallRejection.REQUEST_TIMEOUT,
                Objects.requireNonNull(call.getAttributes().get(ConnectionAttributes.CLIENT)),
                "has not completed a request of " + method + " in " + timeout.toSeconds() + " s; the call was ended");
        call.close(
                Status.DEADLINE_EXCEEDED.withDescription("the request was not complete after " + timeout.toSeconds()
                        + " s; send it and half-close the call"),
                new Metadata());
    }

    /** Used by the event loop of the call's connection. */
    private final class TimedCall<Q> extends SimpleForwardingServerCallListener<Q> {
        private final Future<?> timer;
        private boolean expired;

        TimedCall(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
            super(listener);
            EventLoop eventLoop = Objects.requireNonNull(call.getAttributes().get(ConnectionAttributes.EVENT_LOOP));
            timer = eventLoop.schedule(() -> expire(call), timeout.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void expire(ServerCall<Q, ?> call) {
            expired = true;
            end(call);
        }

        @Override
        public void onMessage(Q message) {
            if (!expired) {
                super.onMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            timer.cancel(false);
            if (!expired) {
                super.onHalfClose();
            }
        }

        @Override
        public void onCancel() {
            timer.cancel(false);
            super.onCancel();
        }

        @Override
        public void onComplete() {
            timer.cancel(false);
            super.onComplete();
        }
    }
}
