// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.CountedEvent;
import io.flowobserver.flow.row.CountState;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.TcpFlags;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Counts of our own programs in the columns of a row. */
class CountsDecodeTest {
    private static final int BLOCK = 56;
    private static final int PACKET = 120;
    private static final int ORIGINAL_ADDRESS = 32;
    private static final int FLAG_VXLAN = 4;

    private final FlowWriter row = new FlowWriter();
    private final FlowView view = row.view();
    private final Decoder decoder = new Decoder(DecoderOptions.DEFAULT);
    private final CountedEvent event = new CountedEvent(
            new long[] {
                3, 5_000_000_000L, 5_000_000_001L, 5_000_000_002L, 5_000_000_003L, 5_000_000_004L, 5_000_000_005L
            },
            TcpFlags.SYN | TcpFlags.CWR,
            TcpFlags.ACK | TcpFlags.ECE,
            CountState.TRACKED | CountState.SUMMED,
            CountedEvent.SYN);

    @Test
    void decode_everyCount_isAColumn() {
        decode(event.array());
        assertThat(view.has(FlowFlags.COUNTS | FlowFlags.ETHERNET | FlowFlags.IP | FlowFlags.TCP_FLAGS))
                .isTrue();
        assertThat(view.packets()).isEqualTo(3);
        assertThat(view.bytes()).isEqualTo(5_000_000_000L);
        assertThat(view.totalPackets()).isEqualTo(5_000_000_001L);
        assertThat(view.totalBytes()).isEqualTo(5_000_000_002L);
        assertThat(view.reversePackets()).isEqualTo(5_000_000_003L);
        assertThat(view.reverseBytes()).isEqualTo(5_000_000_004L);
        assertThat(view.connectionAgeNanos()).isEqualTo(5_000_000_005L);
        assertThat(view.connectionTcpFlags()).isEqualTo(TcpFlags.SYN | TcpFlags.CWR);
        assertThat(view.reverseTcpFlags()).isEqualTo(TcpFlags.ACK | TcpFlags.ECE);
        assertThat(view.countState()).isEqualTo(CountState.TRACKED | CountState.SUMMED);
        assertThat(view.isSwept()).isFalse();
    }

    /** The other columns of the packet are as without counts. */
    @Test
    void decode_everyColumnBesides_isAsWithoutCounts() {
        byte[] counted = event.array();
        byte[] plain = new byte[counted.length - (PACKET - BLOCK)];
        System.arraycopy(counted, 0, plain, 0, BLOCK);
        System.arraycopy(counted, PACKET, plain, BLOCK, counted.length - PACKET);
        plain[15] = 0;
        FlowWriter other = new FlowWriter();
        assertThat(decoder.decode(EventBytes.of(plain), Origin.OWN, other)).isNull();
        FlowView expected = other.view();
        assertThat(expected.has(FlowFlags.COUNTS)).isFalse();
        assertThat(expected.countState()).isZero();
        decode(counted);
        assertThat(view.flags()).isEqualTo(expected.flags() | FlowFlags.COUNTS);
        assertThat(view.sourceMac()).isEqualTo(expected.sourceMac()).isEqualTo(0x0200_0000_0001L);
        assertThat(view.destinationMac()).isEqualTo(expected.destinationMac()).isEqualTo(0x0200_0000_0002L);
        assertThat(view.sourceAddressLow()).isEqualTo(expected.sourceAddressLow());
        assertThat(view.destinationAddressLow()).isEqualTo(expected.destinationAddressLow());
        assertThat(view.interfaceIndex()).isEqualTo(expected.interfaceIndex()).isEqualTo(7);
        assertThat(view.emittingEndpointId()).isEqualTo(expected.emittingEndpointId());
        assertThat(view.ipTraceId()).isEqualTo(expected.ipTraceId());
        assertThat(view.summaryKind()).isEqualTo(expected.summaryKind());
    }

    /** Columns of Cilium's events are empty, whatever counts have their places. */
    @Test
    void decode_hostileBlock_leavesNoTraceInOtherColumns() {
        byte[] hostile = event.array();
        Arrays.fill(hostile, BLOCK, PACKET, (byte) 0xff);
        Arrays.fill(hostile, ORIGINAL_ADDRESS, ORIGINAL_ADDRESS + 16, (byte) 0xff);
        decode(hostile);
        assertThat(view.packets()).isEqualTo(0xFFFF_FFFFL);
        assertThat(view.bytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(view.socketCookie()).isZero();
        assertThat(view.cgroupId()).isZero();
        assertThat(view.capturePoint()).isZero();
        assertThat(view.sourceMac()).isEqualTo(0x0200_0000_0001L);
        assertThat(view.destinationMac()).isEqualTo(0x0200_0000_0002L);
        assertThat(view.sourceAddressLow()).isEqualTo(0xffff_0a09_0001L);
        assertThat(view.flags()
                        & (FlowFlags.TRANSLATED_SOURCE
                                | FlowFlags.ORIGINAL_SOURCE
                                | FlowFlags.FILE
                                | FlowFlags.AGGREGATE))
                .isZero();
    }

    @Test
    void decode_swept_hasPortsAndNoFlags() {
        decode(CountedEvent.of(CountState.TRACKED | CountState.SWEPT).array());
        assertThat(view.isSwept()).isTrue();
        assertThat(view.l4Protocol()).isEqualTo(L4Protocol.TCP);
        assertThat(view.sourcePort()).isEqualTo(3001);
        assertThat(view.destinationPort()).isEqualTo(80);
        assertThat(view.has(FlowFlags.TCP_FLAGS)).isFalse();
        assertThat(view.has(FlowFlags.ETHERNET)).isFalse();
        assertThat(view.sourceMac()).isZero();
        assertThat(view.connectionTcpFlags()).isEqualTo(TcpFlags.SYN | TcpFlags.ACK);
    }

    /** Our programs report no tunnel, but a capture may say so: the outer headers move, the counts stay. */
    @Test
    void decode_tunnel_keepsTheCounts() {
        String udp = "0fa212b500000000";
        String inner = CountedEvent.SYN.replace("0a090001", "0a090003");
        byte[] tunnel = event.with("020000000002020000000001" + "0800" + "450000ff000140004011" + "0000"
                        + "0a0900010a090002" + udp + "0800000000000700" + inner)
                .array();
        tunnel[27] = FLAG_VXLAN;
        decode(tunnel);
        assertThat(view.has(FlowFlags.TUNNEL | FlowFlags.COUNTS)).isTrue();
        assertThat(view.sourceAddressLow()).isEqualTo(0xffff_0a09_0003L);
        assertThat(view.totalPackets()).isEqualTo(5_000_000_001L);
        assertThat(view.bytes()).isEqualTo(5_000_000_000L);
        assertThat(view.connectionTcpFlags()).isEqualTo(TcpFlags.SYN | TcpFlags.CWR);
    }

    @Test
    void decode_ofCilium_takesTheBlockForThePacket() {
        row.clear();
        assertThat(decoder.decode(event.bytes(), Origin.V1_21, row)).isNull();
        assertThat(view.has(FlowFlags.COUNTS)).isFalse();
        assertThat(view.has(FlowFlags.IP)).isFalse();
    }

    @Test
    void decode_otherVersion_isMalformed() {
        byte[] bytes = event.array();
        bytes[15] = 2;
        row.clear();
        assertThat(decoder.decode(EventBytes.of(bytes), Origin.OWN, row)).isEqualTo(Malformed.UNKNOWN_VERSION);
        bytes[15] = 1;
        assertThat(decoder.decode(EventBytes.of(Arrays.copyOf(bytes, PACKET - 1)), Origin.OWN, row))
                .isEqualTo(Malformed.TOO_SHORT);
    }

    private void decode(byte[] bytes) {
        row.clear();
        assertThat(decoder.decode(EventBytes.of(bytes), Origin.OWN, row)).isNull();
    }
}
