// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the bytes that the requests of all clients hold together, each from its first byte to the end of its call. So a
 * client cannot fill the memory with requests that it never completes. Any thread.
 */
public final class InboundMemoryLimiter extends ServerStreamTracer.Factory {
    /** Added for each part of a request: even a few bytes that arrive alone take a buffer. */
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

    /** Bytes that requests hold now. */
    public long held() {
        return held.get();
    }

    /** Counts what one call holds. */
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
