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
import io.flowobserver.decode.Origin;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.SampleKind;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.ring.RingReader;
import io.flowobserver.ring.Rings;
import io.flowobserver.vectors.Answers;
import io.flowobserver.vectors.VectorOptions;
import io.flowobserver.vectors.Vectors;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded events go down the whole road, into the ring and out of it, and must be the recorded flows, or refused where
 * the reference refused them. Those that docs/differences.md names must differ.
 */
class VectorsTest {
    private static final int RING_FLOWS = 4;
    private static final String REFUSED = "\"refused\"";
    private static final Set<Integer> DECODED = Set.of(
            MessageType.DROP,
            MessageType.CAPTURE,
            MessageType.TRACE,
            MessageType.POLICY_VERDICT,
            MessageType.TRACE_SOCK,
            MessageType.ACCESS_LOG);

    /** A pipeline, and the reader of its ring. */
    private record Road(Pipeline pipeline, RingReader reader) {}

    private Inventory world = VectorInventories.inventory();
    private Origin origin = Origin.OLD;
    private final Map<String, Road> groups = new HashMap<>();
    private final FlowEncoder encoder = new FlowEncoder(new FlowUuid());
    private final FlowView view = new FlowView();
    private final List<String> wrong = new ArrayList<>();
    private int equal;
    private int refused;
    private int different;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trace",
                "packet",
                "truncated",
                "drop",
                "policy_verdict",
                "debug_capture",
                "trace_sock",
                "l7",
                "garbage"
            })
    void pipeline_recordedEvents_makeTheRecordedFlowsOrNone(String kind) throws Exception {
        run("vectors", kind, Vectors.read(kind));
        assertThat(equal).isGreaterThan(30);
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trace",
                "packet",
                "truncated",
                "drop",
                "policy_verdict",
                "debug_capture",
                "trace_sock",
                "l7",
                "garbage"
            })
    void pipeline_eventsOf121_makeTheRecordedFlowsOrNone(String kind) throws Exception {
        world = VectorInventories.newInventory();
        origin = Origin.V1_21;
        run("vectors of 1.21", kind, Vectors.readNew(kind));
        assertThat(equal).isPositive();
    }

    /** What 1.21 changed is listed, so all other old vectors have the same answer in it. No socket event is alike. */
    @ParameterizedTest
    @ValueSource(strings = {"trace", "packet", "truncated", "drop", "policy_verdict", "debug_capture", "l7", "garbage"})
    void pipeline_oldEventsThat121TreatsAlike_makeTheRecordedFlowsOrNone(String kind) throws Exception {
        Set<String> changed = Vectors.differentInNew();
        origin = Origin.V1_21;
        run(
                "vectors of 1.19 as 1.21",
                kind,
                Vectors.read(kind).stream()
                        .filter(vector -> !changed.contains(Vectors.id(vector)))
                        .toList());
        assertThat(equal).isPositive();
    }

    private void run(String set, String kind, List<JsonObject> vectors) throws Exception {
        for (JsonObject vector : inOrder(vectors)) {
            if (DECODED.contains(type(vector))) {
                run(vector);
            }
        }
        System.out.println(set + " " + kind + ": " + equal + " equal, " + refused + " refused as recorded, " + different
                + " different on purpose, " + wrong.size() + " wrong");
        assertThat(wrong).isEmpty();
    }

    /** Each group in the order of its events. */
    private static List<JsonObject> inOrder(List<JsonObject> vectors) {
        return vectors.stream()
                .sorted(Comparator.comparingInt(
                        vector -> vector.has("seq") ? vector.get("seq").getAsInt() : 0))
                .toList();
    }

    private void run(JsonObject vector) throws InvalidProtocolBufferException, ParseException {
        Road road = road(vector);
        JsonObject event = vector.getAsJsonObject("event");
        long time = Timestamps.toNanos(Timestamps.parse(event.get("time").getAsString()));
        int kind = event.has("data_hex") ? SampleKind.PERF : SampleKind.ACCESS_LOG;
        EventCounters counters = road.pipeline().counters();
        long before = outcomes(counters);
        long skipped = counters.skipped();

        road.pipeline().event(kind, origin.number(), 0, time, Vectors.bytes(vector));

        assertThat(counters.received(type(vector))).as(Vectors.id(vector)).isEqualTo(before + 1);
        assertThat(outcomes(counters)).as(Vectors.id(vector)).isEqualTo(before + 1);
        assertThat(counters.skipped() - skipped).as(Vectors.id(vector)).isEqualTo(Vectors.isSkipped(vector) ? 1 : 0);
        assertThat(counters.malformed(Malformed.INTERNAL))
                .as(Vectors.id(vector))
                .isZero();
        judge(vector, road.reader().read(view) == RingReader.Result.OK ? json() : REFUSED);
    }

    private static long outcomes(EventCounters counters) {
        return counters.flows() + counters.malformed() + counters.skipped();
    }

    /** One for each group, which remembers what came before; a fresh one for each event that is in none. */
    private Road road(JsonObject vector) {
        return vector.has("group")
                ? groups.computeIfAbsent(vector.get("group").getAsString(), unused -> freshRoad(vector))
                : freshRoad(vector);
    }

    private Road freshRoad(JsonObject vector) {
        VectorOptions options = VectorOptions.of(vector);
        Rings rings = Rings.ofFlows(RING_FLOWS);
        Pipeline pipeline =
                new Pipeline(world, rings, new Decoder(options.decoder()), new Attribution(options.attribution()));
        return new Road(pipeline, rings.flows().reader());
    }

    private void judge(JsonObject vector, String json) {
        boolean same = Vectors.isRefused(vector)
                ? json.equals(REFUSED)
                : Answers.of(vector).contains(JsonParser.parseString(json));
        if (same == Answers.differOnPurpose(vector)) {
            wrong.add(Vectors.id(vector) + " should be " + vector.get("error") + Answers.of(vector) + " and is " + json
                    + (same ? ", though docs/differences.md names it" : ""));
        } else if (!same) {
            different++;
        } else if (json.equals(REFUSED)) {
            refused++;
        } else {
            equal++;
        }
    }

    private String json() throws InvalidProtocolBufferException {
        byte[] out = new byte[FlowEncoder.maxLength(view)];
        int end = encoder.encode(view, out, 0);
        Flow flow =
                Flow.parseFrom(Arrays.copyOf(out, end)).toBuilder().clearUuid().build();
        return JsonFormat.printer().preservingProtoFieldNames().print(flow);
    }

    private static int type(JsonObject vector) {
        if (vector.getAsJsonObject("event").has("log_record")) {
            return MessageType.ACCESS_LOG;
        }
        return Vectors.bytes(vector).length() == 0 ? 0 : Vectors.bytes(vector).u8(0);
    }
}
