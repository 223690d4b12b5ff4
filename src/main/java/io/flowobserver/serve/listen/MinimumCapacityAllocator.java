// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Allocates the buffers of one connection from the pool that the connection had before. While gRPC gets a bundle of
 * messages, which it takes for one message, the buffer that it allocates has room for all of them. Used by the
 * connection's event loop only.
 */
public final class MinimumCapacityAllocator extends AbstractByteBufAllocator {
    private final ByteBufAllocator pool;
    private int minimumCapacity;
    private int requestedCapacity;

    public MinimumCapacityAllocator(ByteBufAllocator pool) {
        super(true);
        this.pool = pool;
    }

    /**
     * Sets how many bytes the next buffers have at least; 0 for as many as are requested. Also resets
     * {@link #requestedCapacity}.
     */
    public void atLeast(int length) {
        minimumCapacity = length;
        requestedCapacity = 0;
    }

    /** Bytes that were requested for the newest buffer since {@link #atLeast} was called; 0 if there was none. */
    public int requestedCapacity() {
        return requestedCapacity;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        int capacity = capacity(initialCapacity);
        return pool.heapBuffer(capacity, Math.max(maxCapacity, capacity));
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        int capacity = capacity(initialCapacity);
        return pool.directBuffer(capacity, Math.max(maxCapacity, capacity));
    }

    @Override
    public boolean isDirectBufferPooled() {
        return pool.isDirectBufferPooled();
    }

    private int capacity(int requested) {
        requestedCapacity = requested;
        return Math.max(requested, minimumCapacity);
    }
}
