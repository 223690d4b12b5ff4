// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Origin;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.flow.DebugEvent;
import io.flowobserver.ring.NoticeRing;
import io.flowobserver.ring.Rings;
import io.flowobserver.vectors.Answers;
import io.flowobserver.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Recorded agent and debug events go down the whole road, into their rings, and must be the recorded messages. Those that
 * docs/differences.md names must differ.
 */
class NoticeVectorsTest {
    private static final int NO_KIND = 99;
    private static final String REFUSED = "\"refused\"";

    private Inventory world = VectorInventories.inventory();
    private Origin origin = Origin.OLD;
    private final List<String> wrong = new ArrayList<>();
    private int equal;
    private int refused;
    private int different;

    @Test
    void pipeline_debugMessages_makeTheRecordedEvents() throws Exception {
        for (JsonObject vector : Vectors.read("debug")) {
            run(vector, SampleKind.PERF, Vectors.bytes(vector));
        }
        report("debug");
    }

    @Test
    void pipeline_debugMessagesOf121_makeTheRecordedEvents() throws Exception {
        world = VectorInventories.newInventory();
        origin = Origin.V1_21;
        for (JsonObject vector : Vectors.readNew("debug")) {
            run(vector, SampleKind.PERF, Vectors.bytes(vector));
        }
        assertThat(wrong).isEmpty();
        assertThat(equal).isGreaterThan(70);
    }

    @Test
    void pipeline_oldDebugMessagesThat121TreatsAlike_makeTheRecordedEvents() throws Exception {
        Set<String> changed = Vectors.differentInNew();
        origin = Origin.V1_21;
        for (JsonObject vector : Vectors.read("debug")) {
            if (!changed.contains(Vectors.id(vector))) {
                run(vector, SampleKind.PERF, Vectors.bytes(vector));
            }
        }
        report("debug of 1.19 as 1.21");
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
    }

    @Test
    void pipeline_agentNotifications_makeTheRecordedEvents() throws Exception {
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
    }

    private void report(String kind) {
        System.out.println("vectors " + kind + ": " + equal + " equal, " + refused + " refused as recorded, "
                + different + " different on purpose, " + wrong.size() + " wrong");
        assertThat(wrong).isEmpty();
        assertThat(equal).isPositive();
        assertThat(refused).isPositive();
    }

    private void run(JsonObject vector, int kind, EventBytes bytes) throws Exception {
        Rings rings = Rings.ofFlows(1);
        Pipeline pipeline = new Pipeline(
                world, rings, new Decoder(DecoderOptions.DEFAULT), new Attribution(AttributionOptions.DEFAULT));
        JsonObject event = vector.getAsJsonObject("event");
        long time = Timestamps.toNanos(Timestamps.parse(event.get("time").getAsString()));

        pipeline.event(
                kind, origin.number(), event.has("cpu") ? event.get("cpu").getAsInt() : 0, time, bytes);

        EventCounters counters = pipeline.counters();
        assertThat(counters.received()).isEqualTo(1);
        assertThat(counters.notices() + counters.malformed() + counters.notDecoded())
                .isEqualTo(1);
        assertThat(rings.flows().written()).isZero();
        NoticeRing ring = kind == SampleKind.AGENT ? rings.agent() : rings.debug();
        assertThat(ring.written()).isEqualTo(counters.notices());
        if (ring.written() == 1) {
            assertThat(Objects.requireNonNull(ring.read(0)).timeNanos()).isEqualTo(time);
        }
        judge(vector, ring.read(0), kind == SampleKind.AGENT ? AgentEvent.parser() : DebugEvent.parser());
    }

    private void judge(JsonObject vector, @Nullable Notice notice, Parser<? extends Message> parser)
            throws InvalidProtocolBufferException {
        String json = notice == null
                ? REFUSED
                : JsonFormat.printer().preservingProtoFieldNames().print(parser.parseFrom(notice.encoded()));
        boolean right =
                Vectors.isRefused(vector) ? json.equals(REFUSED) : Answers.areMet(vector, JsonParser.parseString(json));
        if (!right) {
            wrong.add(
                    Vectors.id(vector) + " should be " + vector.get("error") + Answers.of(vector) + " and is " + json);
        } else if (json.equals(REFUSED)) {
            refused++;
        } else if (Answers.differOnPurpose(vector)) {
            different++;
        } else {
            equal++;
        }
    }
}
