// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.internal.OutOfDirectMemoryError;
import java.util.function.Predicate;

/**
 * Allocates the buffers of one connection from the pool that the connection had before. While gRPC gets a bundle of
 * messages, which it takes for one message, the buffer that it allocates has room for all of them. Used by the
 * connection's event loop only.
 */
public final class MinimumCapacityAllocator extends AbstractByteBufAllocator {
    private final ByteBufAllocator pool;
    private final Predicate<Throwable> onError;
    private int minimumCapacity;
    private int requestedCapacity;

    /** Creates an allocator that belongs to no connection. */
    public MinimumCapacityAllocator(ByteBufAllocator pool) {
        this(pool, error -> false);
    }

    /**
     * @param onError called with errors; returns whether the connection is closed because of one. It gets each
     *     {@link OutOfDirectMemoryError}, also those that a handler of Netty or gRPC hides afterwards
     */
    public MinimumCapacityAllocator(ByteBufAllocator pool, Predicate<Throwable> onError) {
        super(true);
        this.pool = pool;
        this.onError = onError;
    }

    /**
     * Sets how many bytes the next buffers have at least; 0 for as many as are requested. Also resets
     * {@link #requestedCapacity}.
     */
    public void atLeast(int length) {
        minimumCapacity = length;
        requestedCapacity = 0;
    }

    /**
     * Handles an error that was thrown while bytes for the connection were written.
     *
     * @return whether the connection is closed because of it
     */
    public boolean failed(Throwable error) {
        return onError.test(error);
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
        try {
            return pool.directBuffer(capacity, Math.max(maxCapacity, capacity));
        } catch (OutOfDirectMemoryError error) {
            failed(error);
            throw error;
        }
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
