// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.TraceCounts;
import io.flowobserver.event.datapath.TraceNotify;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.vectors.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes are: nothing is thrown, no decoder is caught reading outside, and what lies outside is no matter. */
class DecoderProperties {
    private static final int GUARD = 64;
    private static final int LONGEST_HEADER = 56;
    private static final int HEADER_WITH_COUNTS = TraceNotify.LENGTH_V2 + TraceCounts.LENGTH;
    private static final List<byte[]> RECORDED = Stream.of("trace", "packet", "drop", "policy_verdict", "debug_capture")
            .flatMap(file -> Vectors.read(file).stream())
            .map(vector -> Vectors.bytes(vector).toArray())
            .toList();

    private final Decoder decoder = new Decoder(DecoderOptions.DEFAULT);
    private final FlowEncoder encoder = new FlowEncoder(new FlowUuid(1, 2));

    @Property(tries = 20_000)
    void decode_randomBytesOfEachType_staysInside(
            @ForAll @Size(max = 200) byte[] bytes,
            @ForAll @IntRange(min = 1, max = 7) int type,
            @ForAll @IntRange(max = 3) int version) {
        if (bytes.length > 15) {
            bytes[14] = (byte) version;
            bytes[15] = 0;
        }
        if (bytes.length > 0) {
            bytes[0] = (byte) type;
        }
        staysInside(bytes);
    }

    @Property(tries = 20_000)
    void decode_damagedEvent_staysInside(
            @ForAll int which, @ForAll int length, @ForAll @Size(max = 4) int[] places, @ForAll byte value) {
        byte[] recorded = RECORDED.get(Math.floorMod(which, RECORDED.size()));
        byte[] bytes = Arrays.copyOf(recorded, Math.floorMod(length, recorded.length + 8));
        for (int place : places) {
            if (bytes.length > 0) {
                bytes[Math.floorMod(place, bytes.length)] = value;
            }
        }
        staysInside(bytes);
    }

    /** What a decoder has read before does not matter either, and a packet of our own programs is never refused. */
    @Property(tries = 20_000)
    void decode_damagedEventOfOurs_keepsWhatIsCertain(
            @ForAll int which, @ForAll int length, @ForAll @Size(max = 4) int[] places, @ForAll byte value) {
        byte[] recorded = RECORDED.get(Math.floorMod(which, RECORDED.size()));
        byte[] bytes = Arrays.copyOf(recorded, Math.max(LONGEST_HEADER, Math.floorMod(length, recorded.length + 8)));
        for (int place : places) {
            bytes[Math.floorMod(place, bytes.length)] = value;
        }
        bytes[0] = MessageType.TRACE;
        bytes[14] = 2;
        bytes[15] = (byte) (bytes.length < HEADER_WITH_COUNTS ? 0 : value & 1);

        byte[] used = decode(decoder, bytes, (byte) 0, Origin.OWN);
        byte[] fresh = decode(new Decoder(DecoderOptions.DEFAULT), bytes, (byte) 0xff, Origin.OWN);

        assertThat(used).isEqualTo(fresh);
        assertThat(Stream.of(Malformed.values()).map(Malformed::reason))
                .doesNotContain(new String(used, StandardCharsets.UTF_8));
    }

    private void staysInside(byte[] bytes) {
        for (Origin origin : List.of(Origin.OLD, Origin.V1_21, Origin.OWN)) {
            byte[] zeros = decode(decoder, bytes, (byte) 0, origin);
            byte[] ones = decode(decoder, bytes, (byte) 0xff, origin);
            assertThat(zeros).isEqualTo(ones);
        }
    }

    /** The flow that comes out, or the reason why there is none, with a guard of a certain content around the sample. */
    private byte[] decode(Decoder decoder, byte[] bytes, byte guard, Origin origin) {
        var around = new byte[GUARD + bytes.length + GUARD];
        Arrays.fill(around, guard);
        System.arraycopy(bytes, 0, around, GUARD, bytes.length);
        var buffer = ByteBuffer.wrap(around).order(ByteOrder.LITTLE_ENDIAN);
        var row = new FlowWriter();
        Malformed malformed = decoder.decode(new EventBytes().wrap(buffer, GUARD, bytes.length), origin, row);
        assertThat(malformed).isNotEqualTo(Malformed.INTERNAL);
        if (malformed != null) {
            return malformed.reason().getBytes(StandardCharsets.UTF_8);
        }
        var out = new byte[FlowEncoder.maxLength(row.view())];
        return Arrays.copyOf(out, encoder.encode(row.view(), out, 0));
    }
}
