// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.limit.GuardedConnection;
import io.flowobserver.serve.limit.RequestAccount;
import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the request of one call holds: the bytes that have arrived, then the message, then what the call keeps
 * of it. Also notices that the request could not be read. Used by the connection's event loop only.
 */
final class RequestBytes extends ServerStreamTracer {
    /** Under this key it is in the context in which gRPC reads the requests of the call. */
    private static final Context.Key<RequestBytes> KEY = Context.key("io.flowobserver.serve.request-memory");

    /** Added for each part of a request: even a few bytes that arrive alone take a buffer. */
    private static final int BUFFER_BYTES = 2 << 10;

    /** A call that keeps this much of its request or less is not worth counting. */
    private static final int SMALL_BYTES = 4 << 10;

    private final InboundMemoryLimiter limiter;
    private @Nullable GuardedConnection connection;
    private String method = "";
    private long held;
    /** Whether the request was read, or what stands in its way was counted. */
    private boolean settled;

    RequestBytes(InboundMemoryLimiter limiter) {
        this.limiter = limiter;
    }

    /** The memory of the call whose request is read; null outside of gRPC. */
    static @Nullable RequestBytes current() {
        return KEY.get();
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    @Override
    public void serverCallStarted(ServerCallInfo<?, ?> call) {
        connection = call.getAttributes().get(GuardedConnection.KEY);
        method = call.getMethodDescriptor().getFullMethodName();
    }

    /** @throws io.grpc.StatusRuntimeException if the client may not hold as much */
    @Override
    public void inboundWireSize(long received) {
        hold(held + received + BUFFER_BYTES);
    }

    @Override
    public void streamClosed(Status status) {
        hold(0);
        boolean unreadable =
                status.getCode() == Status.Code.INTERNAL || status.getCode() == Status.Code.RESOURCE_EXHAUSTED;
        if (connection != null && unreadable && !settled) {
            limiter.unreadable(connection.client(), method, status);
        }
    }

    /** Says that the end of the call was counted already. */
    void settle() {
        settled = true;
    }

    /**
     * Sets what the request holds now.
     *
     * @throws io.grpc.StatusRuntimeException if that is more than before, and the client may not hold as much
     */
    void hold(long bytes) {
        if (!mayHold(bytes)) {
            settled = true;
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription(RequestAccount.TOO_MUCH)
                    .asRuntimeException();
        }
    }

    /** Sets what the call keeps of a request that is parsed, and returns whether it may keep that. */
    boolean mayKeep(long bytes) {
        settled = true;
        return mayHold(bytes <= SMALL_BYTES ? 0 : bytes);
    }

    private boolean mayHold(long bytes) {
        boolean allowed = connection == null || connection.requests().add(bytes - held);
        if (allowed) {
            held = bytes;
        }
        return allowed;
    }
}
