// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceCountsTest {
    private static final int BLOCK = 56;
    private static final int PACKET = BLOCK + TraceCounts.LENGTH;

    private final TraceNotify event = new TraceNotify();
    private final byte[] bytes = CountedEvent.of(0x43).array();

    @Test
    void accessors_readEveryField() {
        for (int i = 0; i < TraceCounts.LENGTH; i++) {
            bytes[BLOCK + i] = (byte) (i + 1);
        }
        TraceCounts counts = wrapped();
        assertThat(counts.packets()).isEqualTo(0x0807_0605_0403_0201L);
        assertThat(counts.bytes()).isEqualTo(0x100f_0e0d_0c0b_0a09L);
        assertThat(counts.totalPackets()).isEqualTo(0x1817_1615_1413_1211L);
        assertThat(counts.totalBytes()).isEqualTo(0x201f_1e1d_1c1b_1a19L);
        assertThat(counts.reversePackets()).isEqualTo(0x2827_2625_2423_2221L);
        assertThat(counts.reverseBytes()).isEqualTo(0x302f_2e2d_2c2b_2a29L);
        assertThat(counts.ageNanos()).isEqualTo(0x3837_3635_3433_3231L);
        assertThat(counts.tcpFlags()).isEqualTo(0x39);
        assertThat(counts.reverseTcpFlags()).isEqualTo(0x3a);
        assertThat(counts.state()).isEqualTo(0x3c3b);
        assertThat(event.packetOffset()).isEqualTo(PACKET).isEqualTo(120);
    }

    @Test
    void accessors_allOnes_areTheGreatestNumbers() {
        Arrays.fill(bytes, BLOCK, PACKET, (byte) 0xff);
        TraceCounts counts = wrapped();
        assertThat(counts.packets()).isEqualTo(Long.MAX_VALUE);
        assertThat(counts.ageNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(counts.reverseTcpFlags()).isEqualTo(0xff);
        assertThat(counts.state()).isEqualTo(0xffff);
    }

    @Test
    void counts_extension0_isNoBlock() {
        bytes[TraceNotify.VERSION_OFFSET + 1] = 0;
        assertThat(event.wrapOwn(EventBytes.of(bytes))).isNull();
        assertThat(event.counts()).isNull();
        assertThat(event.packetOffset()).isEqualTo(BLOCK);
    }

    @Test
    void counts_ofCilium_areNoBytes() {
        assertThat(event.wrap(EventBytes.of(bytes), true)).isNull();
        assertThat(event.counts()).isNull();
        assertThat(event.packetOffset()).isEqualTo(BLOCK);
    }

    /** The order of the calls does not matter: nothing of an event before is left. */
    @Test
    void counts_ofAnEventBefore_areGone() {
        wrapped();
        counts_extension0_isNoBlock();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, 120,",
        "2, 1, 119, TOO_SHORT",
        "2, 1, 56,  TOO_SHORT",
        "2, 1, 55,  TOO_SHORT",
        "2, 2, 200, UNKNOWN_VERSION",
        "2, 255, 56, UNKNOWN_VERSION",
        "1, 1, 200, UNKNOWN_VERSION",
        "0, 1, 200, UNKNOWN_VERSION",
        "3, 0, 200, UNKNOWN_VERSION"
    })
    void wrapOwn_lengthAndVersions_areChecked(int version, int extension, int length, Malformed expected) {
        byte[] other = Arrays.copyOf(bytes, length);
        other[TraceNotify.VERSION_OFFSET] = (byte) version;
        other[TraceNotify.VERSION_OFFSET + 1] = (byte) extension;
        assertThat(event.wrapOwn(EventBytes.of(other))).isEqualTo(expected);
    }

    private TraceCounts wrapped() {
        assertThat(event.wrapOwn(EventBytes.of(bytes))).isNull();
        return Objects.requireNonNull(event.counts());
    }
}
