// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Vectors;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.Inventory;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.MessageType;
import io.flowobserver.event.SampleKind;
import io.flowobserver.flow.Notice;
import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.flow.DebugEvent;
import io.flowobserver.ring.NoticeRing;
import io.flowobserver.ring.Rings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Recorded agent and debug events go down the whole road, into their rings, and must be the recorded messages. */
class NoticeVectorsTest {
    private static final int NO_KIND = 99;

    private final Inventory world = Worlds.inventory();
    private final List<String> differences = new ArrayList<>();
    private int made;
    private int refused;

    @Test
    void pipeline_debugMessages_makeTheRecordedEvents() throws Exception {
        for (JsonObject vector : Vectors.read("debug")) {
            run(vector, SampleKind.PERF, Vectors.bytes(vector));
        }
        report("debug");
        assertThat(differences).isEmpty();
    }

    @Test
    void pipeline_garbageDebugMessages_makeTheRecordedEvents() throws Exception {
        for (JsonObject vector : Vectors.read("garbage")) {
            EventBytes bytes = Vectors.bytes(vector);
            if (bytes.length() > 0 && bytes.u8(0) == MessageType.DEBUG) {
                run(vector, SampleKind.PERF, bytes);
            }
        }
        report("garbage");
        assertThat(differences).isEmpty();
    }

    /** In-process, an address of no bytes is another thing than none, and is shown as {@code <nil>}; in JSON it is not. */
    @Test
    void pipeline_agentNotifications_makeTheRecordedEventsButForWhatJsonCannotSay() throws Exception {
        for (JsonObject vector : Vectors.read("agent")) {
            JsonObject event = vector.getAsJsonObject("event");
            int type = event.get("message_type").getAsInt();
            String message = String.valueOf(event.get("message"));
            run(
                    vector,
                    type == MessageType.AGENT ? SampleKind.AGENT : NO_KIND,
                    EventBytes.of(message.getBytes(StandardCharsets.UTF_8)));
        }
        report("agent");
        assertThat(differences).allMatch(difference -> difference.contains("\"old_host_ip\":\"<nil>\""));
        assertThat(differences).hasSize(2);
    }

    private void report(String kind) {
        System.out.println("vectors " + kind + ": " + made + " events, " + refused + " refused, " + differences.size()
                + " differ");
        assertThat(made).isPositive();
        assertThat(refused).isPositive();
    }

    private void run(JsonObject vector, int kind, EventBytes bytes) throws Exception {
        Rings rings = Rings.ofFlows(1);
        Pipeline pipeline = new Pipeline(
                world, rings, new Decoder(DecoderOptions.DEFAULT), new Attribution(AttributionOptions.DEFAULT));
        JsonObject event = vector.getAsJsonObject("event");
        long time = Timestamps.toNanos(Timestamps.parse(event.get("time").getAsString()));

        pipeline.event(kind, event.has("cpu") ? event.get("cpu").getAsInt() : 0, time, bytes);

        assertThat(pipeline.counters().received()).isEqualTo(1);
        assertThat(pipeline.counters().notices() + pipeline.counters().malformed())
                .isEqualTo(1);
        assertThat(rings.flows().written()).isZero();
        NoticeRing ring = kind == SampleKind.AGENT ? rings.agent() : rings.debug();
        assertThat(ring.written()).isEqualTo(pipeline.counters().notices());
        if (Vectors.isRefused(vector)) {
            refused++;
            check(vector, ring.written() == 0, "is an event, and should be refused: " + vector.get("error"));
        } else {
            made++;
            compare(vector, ring.read(0), time, kind == SampleKind.AGENT ? AgentEvent.parser() : DebugEvent.parser());
        }
    }

    private void compare(JsonObject vector, Notice notice, long time, Parser<? extends Message> parser)
            throws Exception {
        if (notice == null) {
            check(vector, false, "is refused");
            return;
        }
        assertThat(notice.timeNanos()).isEqualTo(time);
        String json = JsonFormat.printer()
                .preservingProtoFieldNames()
                .omittingInsignificantWhitespace()
                .print(Objects.requireNonNull(parser).parseFrom(notice.encoded()));
        boolean right = vector.has("expected")
                ? JsonParser.parseString(json).equals(vector.get("expected"))
                : vector.getAsJsonArray("expected_any").contains(JsonParser.parseString(json));
        check(
                vector,
                right,
                "should be " + (vector.has("expected") ? vector.get("expected") : vector.get("expected_any"))
                        + " and is " + json);
    }

    private void check(JsonObject vector, boolean right, String difference) {
        if (!right) {
            differences.add(vector.get("id").getAsString() + " " + difference);
        }
    }
}
