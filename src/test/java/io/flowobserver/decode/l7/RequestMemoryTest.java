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
        assertThat(memory.take("a")).isEqualTo(2);
        assertThat(memory.take("a")).isNull();
    }

    @Test
    void put_full_forgetsTheOldest() {
        for (int i = 0; i < RequestMemory.CAPACITY; i++) {
            memory.put("id" + i, i);
        }
        memory.put("id0", 0);
        memory.put("new", -1);
        assertThat(memory.take("id1")).isNull();
        for (int i = 2; i < RequestMemory.CAPACITY; i++) {
            assertThat(memory.take("id" + i)).isEqualTo(i);
        }
        assertThat(memory.take("id0")).isZero();
        assertThat(memory.take("new")).isEqualTo(-1);
    }

    @Test
    void put_hugeIds_areBoundedTogether() {
        for (int i = 0; i < 100; i++) {
            memory.put(hugeId(i), i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(memory.take(hugeId(i))).isEqualTo(i < 97 ? null : i);
        }
    }

    @Test
    void put_idThatIsTooLong_forgetsAll() {
        memory.put("before", 0);
        String tooLong = "y".repeat(RequestMemory.MOST_CHARS + 1);
        memory.put(tooLong, 1);
        assertThat(memory.take(tooLong)).isNull();
        assertThat(memory.take("before")).isNull();
        memory.put("small", 1);
        assertThat(memory.take("small")).isEqualTo(1);
    }

    private static String hugeId(int number) {
        return number + "x".repeat(RequestMemory.MOST_CHARS / 4);
    }
}
