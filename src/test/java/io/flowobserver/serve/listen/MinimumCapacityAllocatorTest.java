// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.serve.client.Clients;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.internal.OutOfDirectMemoryError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinimumCapacityAllocatorTest {
    private final List<Throwable> errors = new ArrayList<>();

    @Test
    void directBuffer_noMemory_isToldAndThrown() throws Exception {
        OutOfDirectMemoryError none = Clients.outOfDirectMemory();
        var allocator = new MinimumCapacityAllocator(new Empty(none), errors::add);
        assertThatThrownBy(() -> allocator.directBuffer(1)).isSameAs(none);
        assertThat(errors).containsExactly(none);
        assertThat(allocator.failed(none)).isTrue();
    }

    @Test
    void directBuffer_atLeast_hasThatCapacity() {
        var allocator = new MinimumCapacityAllocator(UnpooledByteBufAllocator.DEFAULT);
        allocator.atLeast(100);
        ByteBuf buffer = allocator.directBuffer(7, 10);
        assertThat(buffer.capacity()).isEqualTo(100);
        assertThat(allocator.requestedCapacity()).isEqualTo(7);
        buffer.release();
    }

    /** A pool without direct memory. */
    private static final class Empty extends AbstractByteBufAllocator {
        private final OutOfDirectMemoryError error;

        Empty(OutOfDirectMemoryError error) {
            this.error = error;
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            throw error;
        }

        @Override
        public boolean isDirectBufferPooled() {
            return true;
        }
    }
}
