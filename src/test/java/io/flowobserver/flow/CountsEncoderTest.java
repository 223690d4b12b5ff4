// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.flowobserver.flow.row.CountState;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.flow.wire.FlowMask;
import io.flowobserver.proto.flow.Flow;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The counts of a row as clients parse them: an {@code Any} with a {@code Struct}. */
class CountsEncoderTest {
    private static final long TIME = 1_800_000_000_123_456_789L;
    private static final int EVERY_FLAG = 0xff;

    private final FlowWriter row = new FlowWriter();
    private final FlowEncoder encoder = new FlowEncoder(new FlowUuid(1, 2));

    @Test
    void encode_trackedConnection_hasEveryCount() throws Exception {
        fill(CountState.TRACKED | CountState.OPENED | CountState.CLOSED_FIN | CountState.SUMMED);
        assertThat(extensions())
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("packets", 4_294_967_295.0),
                        Map.entry("bytes", 2.0),
                        Map.entry("total_packets", 3.0),
                        Map.entry("total_bytes", 9_007_199_254_740_992.0),
                        Map.entry("reverse_packets", 5.0),
                        Map.entry("reverse_bytes", 6.0),
                        Map.entry("first_seen", 1.8e9),
                        Map.entry("tcp_flags", "...A..S."),
                        Map.entry("reverse_tcp_flags", "CEUAPRSF"),
                        Map.entry("opened", true),
                        Map.entry("closed", "fin"),
                        Map.entry("in_node_sums", true))));
    }

    @Test
    void encode_packetWithoutConnection_hasItsOwnCountsOnly() throws Exception {
        fill(0);
        assertThat(extensions()).isEqualTo(Map.of("packets", 4_294_967_295.0, "bytes", 2.0));
    }

    @ParameterizedTest
    @CsvSource({"0x04, fin", "0x08, rst", "0x10, timeout", "0x80, reused", "0x1c, fin", "0x18, rst"})
    void encode_closed_saysHow(int state, String how) throws Exception {
        fill(state);
        assertThat(extensions()).containsEntry("closed", how).hasSize(3);
    }

    @Test
    void encode_swept_isToldByTheSweep() throws Exception {
        fill(CountState.TRACKED | CountState.SWEPT);
        row.connectionTcpFlags(0);
        row.reverseTcpFlags(0);
        assertThat(extensions())
                .containsEntry("told_by", "sweep")
                .doesNotContainKeys("tcp_flags", "reverse_tcp_flags", "opened", "closed", "in_node_sums");
    }

    /** Whatever a block says, the message parses, and no number or time is negative. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0xff80, 0xffff, 0x7f})
    void encode_allOnes_fitsAndParses(int state) throws Exception {
        fill(state);
        row.bytes(Long.MAX_VALUE);
        row.connectionAgeNanos(Long.MAX_VALUE);
        row.connectionTcpFlags(EVERY_FLAG);
        Map<String, Object> extensions = extensions();
        assertThat(extensions).containsEntry("bytes", (double) Long.MAX_VALUE);
        assertThat(extensions.getOrDefault("first_seen", 0.0)).isEqualTo(0.0);
    }

    @Test
    void encode_withoutCounts_hasNoExtensions() throws Exception {
        fill(CountState.TRACKED);
        row.removeFlags(FlowFlags.COUNTS);
        assertThat(parse(encoded()).hasExtensions()).isFalse();
    }

    @Test
    void mask_withAndWithoutExtensions_isFollowed() throws Exception {
        fill(CountState.TRACKED | CountState.OPENED);
        assertThat(masked("extensions").getExtensions())
                .isEqualTo(parse(encoded()).getExtensions());
        assertThat(masked("time").hasExtensions()).isFalse();
        assertThat(masked("extensions.type_url").getExtensions().getTypeUrl())
                .isEqualTo("type.googleapis.com/google.protobuf.Struct");
    }

    private void fill(int state) {
        row.addFlags(FlowFlags.COUNTS);
        row.timeNanos(TIME);
        row.packets(1L << 40);
        row.bytes(2);
        row.totalPackets(3);
        row.totalBytes(1L << 53);
        row.reversePackets(5);
        row.reverseBytes(6);
        row.connectionAgeNanos(123_456_790L);
        row.connectionTcpFlags(TcpFlags.SYN | TcpFlags.ACK);
        row.reverseTcpFlags(EVERY_FLAG);
        row.countState(state);
        assertThat(Instant.parse("2027-01-15T07:59:59.999999999Z"))
                .isEqualTo(Instant.ofEpochSecond(0, TIME - 123_456_790L));
    }

    private Map<String, Object> extensions() throws Exception {
        Map<String, Object> values = new TreeMap<>();
        parse(encoded()).getExtensions().unpack(Struct.class).getFieldsMap().forEach((key, value) -> {
            assertThat(values).doesNotContainKey(key);
            values.put(key, value(value));
        });
        return values;
    }

    private static Object value(Value value) {
        return switch (value.getKindCase()) {
            case NUMBER_VALUE -> value.getNumberValue();
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            default -> throw new AssertionError(value);
        };
    }

    private Flow masked(String path) throws Exception {
        FlowMask mask = FlowMask.of(FieldMask.newBuilder().addPaths(path).build());
        byte[] flow = encoded();
        byte[] out = new byte[mask.growth() + flow.length];
        System.arraycopy(flow, 0, out, mask.growth(), flow.length);
        int end = mask.apply(out, mask.growth(), out.length, 0);
        return Flow.parseFrom(ByteString.copyFrom(out, 0, end));
    }

    private byte[] encoded() {
        int bound = FlowEncoder.maxLength(row.view());
        byte[] out = new byte[bound];
        int end = encoder.encode(row.view(), out, 0);
        return Arrays.copyOf(out, end);
    }

    private static Flow parse(byte[] flow) throws Exception {
        return Flow.parseFrom(flow);
    }
}
