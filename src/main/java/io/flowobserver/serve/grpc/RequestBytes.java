// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.http2.GuardedConnection;
import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the request of one call holds: the bytes that have arrived, then the message, then what the call keeps
 * of it. Used by the connection's event loop only.
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
    private long held;

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
    }

    /** @throws io.grpc.StatusRuntimeException if the client may not hold as much */
    @Override
    public void inboundWireSize(long received) {
        hold(held + received + BUFFER_BYTES);
    }

    @Override
    public void streamClosed(Status status) {
        hold(0);
    }

    /**
     * Sets what the request holds now.
     *
     * @throws io.grpc.StatusRuntimeException if that is more than before, and the client may not hold as much
     */
    void hold(long bytes) {
        if (connection == null) {
            return;
        }
        long more = bytes - held;
        held = bytes;
        if (!limiter.add(connection, more)) {
            limiter.rejected(connection.client());
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("the requests of this connection, or those of all clients, hold too much memory;"
                            + " send less at once, or try again later")
                    .asRuntimeException();
        }
    }

    /** Sets what the call keeps of a request that is parsed: its filters may be as large as the request. */
    void keep(long bytes) {
        hold(bytes <= SMALL_BYTES ? 0 : Math.min(bytes, held));
    }
}
