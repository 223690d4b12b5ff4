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

    MinimumCapacityAllocator(ByteBufAllocator pool) {
        super(true);
        this.pool = pool;
    }

    /** Sets the minimum capacity of buffers from now on, in bytes; 0 for none. */
    public void atLeast(int length) {
        minimumCapacity = length;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return pool.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        int capacity = Math.max(initialCapacity, minimumCapacity);
        return pool.directBuffer(capacity, Math.max(maxCapacity, capacity));
    }

    @Override
    public boolean isDirectBufferPooled() {
        return pool.isDirectBufferPooled();
    }
}
