// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.event.SampleOrigin;
import io.flowobserver.source.Delivered;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.WallClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {
    private final ByteBuffer frames = ByteBuffer.allocateDirect(256).order(ByteOrder.LITTLE_ENDIAN);
    private final Delivered sink = new Delivered();
    private final WallClock clock = new WallClock(() -> 0, () -> 1000);
    private int end;

    @Test
    void deliver_frames_givesSamplesWithTheirTimeAndSkipsLosses() throws Exception {
        add(FrameReader.KIND_SAMPLE, 3, 7, 5);
        add(FrameReader.KIND_LOST, 3, 8, 8);
        add(FrameReader.KIND_SAMPLE, 65535, 9, 0);
        clock.synchronize();
        assertThat(new FrameReader().deliver(frames, end, clock, sink)).isEqualTo(2);
        assertThat(sink.events)
                .containsExactly(
                        Delivered.event(0, SampleOrigin.OWN, 3, 1007, new byte[] {1, 1, 1, 1, 1}),
                        Delivered.event(0, SampleOrigin.OWN, 65535, 1009, new byte[0]));
        assertThat(sink.losses).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "16, 0", "40, 0", "-8, 0", "32, 9", "32, -1", "24, 1"})
    void deliver_frameThatCannotBe_isRefused(int size, int length) {
        add(FrameReader.KIND_SAMPLE, 0, 0, 8);
        frames.putInt(FrameReader.SIZE_OFFSET, size).putInt(FrameReader.LENGTH_OFFSET, length);
        assertThatThrownBy(() -> new FrameReader().deliver(frames, end, clock, sink))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("make build");
        assertThat(sink.events).isEmpty();
    }

    private void add(int kind, int cpu, long time, int length) {
        int size = FrameReader.HEADER_LENGTH + (length + 7 & ~7);
        frames.putInt(end + FrameReader.SIZE_OFFSET, size);
        frames.putShort(end + FrameReader.KIND_OFFSET, (short) kind);
        frames.putShort(end + FrameReader.CPU_OFFSET, (short) cpu);
        frames.putInt(end + FrameReader.LENGTH_OFFSET, length);
        frames.putLong(end + FrameReader.TIME_OFFSET, time);
        for (int i = 0; i < length; i++) {
            frames.put(end + FrameReader.HEADER_LENGTH + i, (byte) 1);
        }
        end += size;
    }
}
