// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Origin;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever the record is: nothing is thrown, and a flow that comes out can be read by anybody (all text is UTF-8). */
class AccessLogProperties {
    private static final List<byte[]> RECORDED = Vectors.read("l7").stream()
            .map(vector -> Vectors.bytes(vector).toArray())
            .toList();

    private final Decoder decoder = new Decoder(DecoderOptions.DEFAULT);
    private final FlowEncoder encoder = new FlowEncoder(new FlowUuid(1, 2));

    @Property(tries = 10_000)
    void decodeAccessLog_words_neverThrows(@ForAll("words") List<String> words) throws Exception {
        decode(String.join("", words).getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 10_000)
    void decodeAccessLog_damagedRecord_neverThrows(
            @ForAll int which, @ForAll int length, @ForAll @Size(max = 4) int[] places, @ForAll byte value)
            throws Exception {
        byte[] recorded = RECORDED.get(Math.floorMod(which, RECORDED.size()));
        boolean whole = (length & 3) != 0;
        byte[] bytes = Arrays.copyOf(recorded, whole ? recorded.length : Math.floorMod(length, recorded.length));
        for (int place : places) {
            if (bytes.length > 0) {
                bytes[Math.floorMod(place, bytes.length)] = value;
            }
        }
        decode(bytes);
    }

    @Provide
    Arbitrary<List<String>> words() {
        Arbitrary<String> word = Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                " ",
                "null",
                "true",
                "false",
                "0",
                "-1",
                "1e9",
                "18446744073709551615",
                "\"\"",
                "\"x\"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"",
                "\\",
                "\u00e9",
                "\"Timestamp\":\"2025-10-21T12:00:00Z\"",
                "\"Type\":\"Response\"",
                "\"SourceEndpoint\":",
                "\"ID\":",
                "\"Labels\":",
                "\"HTTP\":{",
                "\"Headers\":{",
                "\"URL\":{",
                "\"Path\":",
                "\"User\":{",
                "\"DNS\":{",
                "\"IPs\":[",
                "\"QTypes\":[",
                "\"Kafka\":{",
                "\"Topic\":{",
                "\"L7\":{",
                "\"Fields\":{");
        return word.list().ofMaxSize(40);
    }

    private void decode(byte[] bytes) throws Exception {
        FlowWriter row = new FlowWriter();
        Malformed malformed = decoder.decodeAccessLog(EventBytes.of(bytes), Origin.OLD, row);
        if (malformed != null) {
            assertThat(malformed).isEqualTo(Malformed.ACCESS_LOG);
            return;
        }
        byte[] out = new byte[FlowEncoder.maxLength(row.view())];
        Flow flow = Flow.parseFrom(Arrays.copyOf(out, encoder.encode(row.view(), out, 0)));
        assertThat(flow.getUnknownFields().asMap()).isEmpty();
    }
}
