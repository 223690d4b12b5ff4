// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestMemoryTest {
    private final RequestMemory<Integer> memory = new RequestMemory<>();

    @Test
    void take_remembered_isGivenOnce() {
        memory.put("a", 1);
        assertThat(memory.take("a")).isEqualTo(1);
        assertThat(memory.take("a")).isNull();
    }

    @Test
    void put_sameIdAgain_keepsTheLatest() {
        memory.put("a", 1);
        memory.put("a", 2);
        assertThat(memory.size()).isEqualTo(1);
        assertThat(memory.take("a")).isEqualTo(2);
    }

    @Test
    void put_full_forgetsTheOldest() {
        for (int i = 0; i < RequestMemory.CAPACITY; i++) {
            memory.put("id" + i, i);
        }
        memory.put("id0", 0);
        memory.put("new", -1);
        assertThat(memory.size()).isEqualTo(RequestMemory.CAPACITY);
        assertThat(memory.take("id1")).isNull();
        assertThat(memory.take("id0")).isZero();
        assertThat(memory.take("new")).isEqualTo(-1);
    }

    @Test
    void put_hugeIds_areBoundedTogether() {
        for (int i = 0; i < 100; i++) {
            memory.put(i + "x".repeat(RequestMemory.MOST_CHARS / 4), i);
        }
        assertThat(memory.size()).isEqualTo(3);
        memory.put("y".repeat(RequestMemory.MOST_CHARS + 1), 1);
        assertThat(memory.size()).isZero();
        memory.put("small", 1);
        assertThat(memory.take("small")).isEqualTo(1);
    }
}
