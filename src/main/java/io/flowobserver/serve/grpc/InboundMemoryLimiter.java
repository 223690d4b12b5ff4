// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what requests hold in all, from their first byte to the end of their call: a request that never comes to its
 * end costs as much as one that does. Any thread.
 */
public final class InboundMemoryLimiter extends ServerStreamTracer.Factory {
    /** A few bytes that come alone lie in a buffer of their own. */
    private static final int BUFFER_BYTES = 2 << 10;

    private final long most;
    private final AtomicLong held = new AtomicLong();

    public InboundMemoryLimiter(long mostBytes) {
        this.most = mostBytes;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new Share();
    }

    public long held() {
        return held.get();
    }

    /** What one call holds. */
    private final class Share extends ServerStreamTracer {
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void inboundWireSize(long received) {
            long cost = received + BUFFER_BYTES;
            bytes.addAndGet(cost);
            if (held.addAndGet(cost) > most) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("requests of all clients hold too much memory; try again later")
                        .asRuntimeException();
            }
        }

        @Override
        public void streamClosed(Status status) {
            held.addAndGet(-bytes.getAndSet(0));
        }
    }
}
