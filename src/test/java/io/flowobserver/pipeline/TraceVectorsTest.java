// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Redaction;
import io.flowobserver.decode.Vectors;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.Inventory;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.MessageType;
import io.flowobserver.event.SampleKind;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.FlowView;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.ring.RingReader;
import io.flowobserver.ring.Rings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recorded trace events go down the whole road, into the ring and out of it, and must be the recorded flows. */
class TraceVectorsTest {
    private static final int RING_FLOWS = 4;

    private final Inventory world = Worlds.inventory();
    private final FlowEncoder encoder = new FlowEncoder(new FlowUuid());
    private final FlowView view = new FlowView();
    private final List<String> differences = new ArrayList<>();
    private int flows;
    private int refused;

    @Test
    void pipeline_trace_makesTheRecordedFlows() throws Exception {
        runAll("trace");
        assertThat(flows).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void pipeline_oddPackets_makeTheRecordedFlowsOrErrors() throws Exception {
        runAll("packet");
        assertThat(flows).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void pipeline_truncatedPackets_makeTheRecordedFlowsOrErrors() throws Exception {
        runAll("truncated");
        assertThat(flows).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void pipeline_garbageTraceEvents_makeTheRecordedFlowsOrErrors() throws Exception {
        runAll("garbage");
        assertThat(flows).isPositive();
        assertThat(refused).isPositive();
    }

    private void runAll(String kind) throws Exception {
        for (JsonObject vector : Vectors.read(kind)) {
            EventBytes bytes = Vectors.bytes(vector);
            if (bytes.length() > 0 && bytes.u8(0) == MessageType.TRACE) {
                run(vector, bytes);
            }
        }
        System.out.println("vectors " + kind + ": " + flows + " flows, " + refused + " refused, " + differences.size()
                + " differ");
        assertThat(differences).isEmpty();
    }

    private void run(JsonObject vector, EventBytes bytes) throws Exception {
        Rings rings = Rings.ofFlows(RING_FLOWS);
        Pipeline pipeline = new Pipeline(
                world,
                rings,
                new Decoder(new DecoderOptions(ipOptionType(vector), Redaction.DEFAULT)),
                new Attribution(AttributionOptions.DEFAULT));
        RingReader reader = rings.flows().reader();
        JsonObject event = vector.getAsJsonObject("event");
        long time = Timestamps.toNanos(Timestamps.parse(event.get("time").getAsString()));

        pipeline.event(SampleKind.PERF, event.get("cpu").getAsInt(), time, bytes);

        EventCounters counters = pipeline.counters();
        assertThat(counters.received(MessageType.TRACE)).isEqualTo(1);
        assertThat(counters.flows() + counters.malformed()).as(id(vector)).isEqualTo(1);
        assertThat(counters.malformed(Malformed.INTERNAL)).as(id(vector)).isZero();
        boolean made = reader.read(view) == RingReader.Result.OK;
        if (Vectors.isRefused(vector)) {
            refused++;
            check(vector, !made, "is a flow, and should be refused: " + vector.get("error"));
        } else {
            flows++;
            check(vector, made, "is refused");
            compare(vector);
        }
    }

    private void compare(JsonObject vector) throws InvalidProtocolBufferException {
        byte[] out = new byte[FlowEncoder.maxLength(view)];
        int end = encoder.encode(view, out, 0);
        Flow actual =
                Flow.parseFrom(Arrays.copyOf(out, end)).toBuilder().clearUuid().build();
        String json = JsonFormat.printer()
                .preservingProtoFieldNames()
                .omittingInsignificantWhitespace()
                .print(actual);
        check(
                vector,
                JsonParser.parseString(json).equals(vector.get("expected")),
                "should be " + vector.get("expected") + " and is " + json);
    }

    private void check(JsonObject vector, boolean right, String difference) {
        if (!right) {
            differences.add(id(vector) + " " + difference);
        }
    }

    private static String id(JsonObject vector) {
        return vector.get("id").getAsString();
    }

    private static int ipOptionType(JsonObject vector) {
        JsonObject options = vector.getAsJsonObject("parser_options");
        return options != null && options.has("ip_tracing_option_type")
                ? options.get("ip_tracing_option_type").getAsInt()
                : 0;
    }
}
