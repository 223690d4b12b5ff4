// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Buffers of one connection, from the pool that it had. While a bundle is handed to gRPC, the buffer that gRPC takes for
 * what it believes to be one answer has room for all of them. Used by the connection's event loop only.
 */
public final class MinimumCapacityAllocator extends AbstractByteBufAllocator {
    private final ByteBufAllocator pool;
    private int bundleLength;

    MinimumCapacityAllocator(ByteBufAllocator pool) {
        super(true);
        this.pool = pool;
    }

    /** From now on buffers have so many bytes at least; 0 for as many as they are asked for. */
    public void atLeast(int length) {
        bundleLength = length;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return pool.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        int capacity = Math.max(initialCapacity, bundleLength);
        return pool.directBuffer(capacity, Math.max(maxCapacity, capacity));
    }

    @Override
    public boolean isDirectBufferPooled() {
        return pool.isDirectBufferPooled();
    }
}
