// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBytesTest {
    private static final byte[] BYTES = {(byte) 0x81, 2, 3, 4, 5, 6, 7, (byte) 0x88};

    @Test
    void accessors_knownBytes_readBothOrders() {
        var bytes = EventBytes.of(BYTES);
        assertThat(bytes.length()).isEqualTo(8);
        assertThat(bytes.u8(0)).isEqualTo(0x81);
        assertThat(bytes.u16(0)).isEqualTo(0x0281);
        assertThat(bytes.u16be(0)).isEqualTo(0x8102);
        assertThat(bytes.u32(4)).isEqualTo(0x88070605);
        assertThat(bytes.u32be(4)).isEqualTo(0x05060788);
        assertThat(bytes.u64(0)).isEqualTo(0x8807060504030281L);
        assertThat(bytes.u64be(0)).isEqualTo(0x8102030405060788L);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 8, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void u64_outsideTheSample_throwsThoughTheBufferGoesOn(int at) {
        var bytes = new EventBytes().wrap(buffer(64), 16, 8);
        assertThatThrownBy(() -> bytes.u64(at)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void wrap_beyondTheLimit_throws() {
        var bytes = new EventBytes();
        var buffer = buffer(64).limit(32);
        assertThat(bytes.wrap(buffer, 24, 8).length()).isEqualTo(8);
        assertThatThrownBy(() -> bytes.wrap(buffer, 25, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.wrap(buffer, -1, 8)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void wrap_bigEndianBuffer_isRefused() {
        var bytes = new EventBytes();
        var buffer = ByteBuffer.allocate(8);
        assertThatThrownBy(() -> bytes.wrap(buffer, 0, 8)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void copyTo_part_movesNoPosition() {
        var target = buffer(16);
        EventBytes.of(BYTES).copyTo(2, target, 5, 3);
        assertThat(target.get(4)).isZero();
        assertThat(target.get(5)).isEqualTo((byte) 3);
        assertThat(target.get(7)).isEqualTo((byte) 5);
        assertThat(target.get(8)).isZero();
        assertThat(target.position()).isZero();
        assertThat(EventBytes.of(BYTES).toArray()).isEqualTo(BYTES).isNotSameAs(BYTES);
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
