// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Origin;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.JsonRecordReader;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.flow.FlowListener;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.RingReader;
import io.flowobserver.ring.Rings;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final Node NODE = new Node("node", List.of(), new Node.Emitter("observer", "1"));
    private static final int WORLD = 2;
    private static final String AGENT =
            "{\"type\":2,\"notification_kind\":\"time\",\"notification\":{\"time\":\"2025-10-21T12:00:00Z\"}}";

    private static final String ACCESS_LOG =
            "{\"Type\":\"Request\",\"Timestamp\":\"2025-10-21T12:00:00Z\",\"IPVersion\":0,"
                    + "\"TransportProtocol\":6,\"HTTP\":{\"Code\":0,\"Method\":\"GET\"}}";

    private final Inventory inventory = new Inventory();
    private final FlowRing ring = new FlowRing(1023);
    private final List<Long> seen = new ArrayList<>();

    @Test
    void event_flow_isShownAttributedBeforeItIsPublished() {
        Pipeline pipeline = pipeline(new SnapshotBuilder().reservedIdentities());
        pipeline.listener(row -> {
            assertThat(row.source()).isNotNull();
            assertThat(row.timeNanos()).isEqualTo(7);
            seen.add(ring.written());
        });
        replay(pipeline);
        assertThat(seen).hasSize((int) pipeline.counters().flows()).hasSizeGreaterThan(100);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i)).isEqualTo(i);
        }
    }

    @Test
    void event_nobodyKnown_countsAsUnattributed() {
        Pipeline blind = pipeline(new SnapshotBuilder().reservedIdentities());
        replay(blind);
        assertThat(blind.counters().unattributed()).isPositive();
        Pipeline knowing = pipeline(new SnapshotBuilder()
                .reservedIdentities()
                .range(range("0.0.0.0/0"), WORLD, PodName.NONE)
                .range(range("::/0"), WORLD, PodName.NONE));
        replay(knowing);
        assertThat(knowing.counters().unattributed())
                .isLessThan(blind.counters().unattributed());
        assertThat(knowing.counters().flows()).isEqualTo(blind.counters().flows());
    }

    @Test
    void event_ofEachOrigin_isDecodedByItsRules() throws Exception {
        Rings rings = Rings.ofFlows(7);
        Pipeline pipeline = pipeline(rings, new SnapshotBuilder().reservedIdentities());
        pipeline.unknownOrigin(Origin.V1_20);
        EventBytes trace = Vectors.bytes(Vectors.read("trace").get(0));
        int[] origins = {SampleOrigin.OWN, Origin.OLD.number(), Origin.V1_19.number(), SampleOrigin.UNKNOWN, 7, 0xffff};
        for (int origin : origins) {
            pipeline.event(SampleKind.PERF, origin, 0, 7, trace);
        }
        assertThat(pipeline.counters().malformed()).isZero();
        RingReader reader = rings.flows().reader();
        FlowView view = new FlowView();
        List<Generation> generations = new ArrayList<>();
        while (reader.read(view) == RingReader.Result.OK) {
            generations.add(view.generation());
        }
        assertThat(generations)
                .containsExactly(
                        Generation.V1_21,
                        Generation.OLD,
                        Generation.V1_19,
                        Generation.V1_20,
                        Generation.V1_20,
                        Generation.V1_20);
    }

    @Test
    void event_agentAndDebug_goToTheirRingsAndLeaveFlowsAlone() {
        Rings rings = Rings.ofFlows(3);
        Pipeline pipeline = pipeline(rings, new SnapshotBuilder().reservedIdentities());
        pipeline.event(
                SampleKind.AGENT, SampleOrigin.UNKNOWN, 0, 5, EventBytes.of(AGENT.getBytes(StandardCharsets.UTF_8)));
        pipeline.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 6, debug());
        pipeline.event(SampleKind.AGENT, SampleOrigin.UNKNOWN, 0, 7, EventBytes.of(new byte[] {'{'}));
        EventCounters counters = pipeline.counters();
        assertThat(rings.agent().written()).isEqualTo(1);
        assertThat(Objects.requireNonNull(rings.agent().read(0)).timeNanos()).isEqualTo(5);
        assertThat(rings.debug().written()).isEqualTo(1);
        assertThat(Objects.requireNonNull(rings.debug().read(0)).timeNanos()).isEqualTo(6);
        assertThat(rings.flows().written()).isZero();
        assertThat(counters.notices()).isEqualTo(2);
        assertThat(counters.malformed(Malformed.AGENT)).isEqualTo(1);
        assertThat(counters.received()).isEqualTo(3);
    }

    @Test
    void event_recordLongerThanTheLimit_isMalformedByAReasonOfItsOwn() {
        Rings rings = Rings.ofFlows(3);
        Pipeline pipeline = pipeline(rings, new SnapshotBuilder());
        for (String json : List.of(AGENT, "{\"Timestamp\":\"2025-10-21T12:00:00Z\"}")) {
            int kind = json.equals(AGENT) ? SampleKind.AGENT : SampleKind.ACCESS_LOG;
            pipeline.event(kind, SampleOrigin.UNKNOWN, 0, 7, padded(json, JsonRecordReader.MAX_LENGTH));
            pipeline.event(kind, SampleOrigin.UNKNOWN, 0, 7, padded(json, JsonRecordReader.MAX_LENGTH + 1));
        }
        pipeline.event(SampleKind.LOST, SampleOrigin.UNKNOWN, 0, 7, padded("{}", JsonRecordReader.MAX_LENGTH + 1));
        EventCounters counters = pipeline.counters();
        assertThat(counters.malformed(Malformed.TOO_LONG)).isEqualTo(3);
        assertThat(counters.malformed()).isEqualTo(3);
        assertThat(rings.agent().written()).isEqualTo(1);
        assertThat(rings.flows().written()).isEqualTo(1);
    }

    private static EventBytes padded(String json, int length) {
        return EventBytes.of((json + " ".repeat(length - json.length())).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void runBatch_anythingNew_wakesTheReadersOnce() throws Exception {
        Rings rings = Rings.ofFlows(3);
        Pipeline pipeline = pipeline(rings, new SnapshotBuilder().reservedIdentities());
        rings.flows().addListener(() -> seen.add(rings.debug().written()));
        pipeline.runBatch(new Batch(List.of(debug(), debug())), pipeline, 1);
        pipeline.runBatch(new Batch(List.of()), pipeline, 2);
        pipeline.runBatch(new Batch(List.of(EventBytes.of(new byte[0]))), pipeline, 3);
        assertThat(seen).containsExactly(2L);
    }

    @Test
    void runBatch_newSnapshot_tellsTheListenerBeforeTheNextFlow() throws Exception {
        Pipeline pipeline = pipeline(new SnapshotBuilder().reservedIdentities());
        List<String> told = new ArrayList<>();
        pipeline.listener(new FlowListener() {
            @Override
            public void flow(FlowView row) {
                told.add("flow");
            }

            @Override
            public void renewEndpoints() {
                told.add("renewed");
            }
        });
        Batch batch = new Batch(List.of(Vectors.bytes(Vectors.read("trace").get(0))));
        pipeline.runBatch(batch, pipeline, 1);
        inventory.publish(new SnapshotBuilder().reservedIdentities().build(NODE));
        pipeline.runBatch(batch, pipeline, 2);
        pipeline.runBatch(batch, pipeline, 3);
        assertThat(told).containsExactly("flow", "renewed", "flow", "flow");
    }

    /** All kinds of events, good and bad: what comes in goes out somewhere. */
    @Test
    void event_unknownMessageType_isNotDecodedAndNotMalformed() {
        Pipeline pipeline = pipeline(Rings.ofFlows(3), new SnapshotBuilder());
        pipeline.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 7, EventBytes.of(new byte[] {6, 0, 0, 0}));
        pipeline.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 7, EventBytes.of(new byte[] {MessageType.TRACE}));
        assertThat(pipeline.counters().notDecoded()).isEqualTo(1);
        assertThat(pipeline.counters().malformed()).isEqualTo(1);
        assertThat(pipeline.counters().received(6)).isEqualTo(1);
    }

    @Test
    void event_allRecordedKinds_areAllCounted() {
        Rings rings = Rings.ofFlows(3);
        Pipeline pipeline = pipeline(rings, new SnapshotBuilder().reservedIdentities());
        int given = 0;
        for (String kind : List.of("trace", "trace_sock", "debug", "garbage", "truncated")) {
            for (JsonObject vector : Vectors.read(kind)) {
                pipeline.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 7, Vectors.bytes(vector));
                given++;
            }
        }
        EventCounters counters = pipeline.counters();
        assertThat(counters.received()).isEqualTo(given);
        assertThat(counters.skipped()).isPositive();
        assertThat(counters.flows()
                        + counters.notices()
                        + counters.malformed()
                        + counters.skipped()
                        + counters.notDecoded())
                .isEqualTo(given);
        assertThat(rings.flows().written()).isEqualTo(counters.flows());
        assertThat(counters.summary())
                .startsWith(
                        given + " events, " + counters.flows() + " flows, " + counters.notices() + " agent and debug")
                .contains(counters.skipped() + " skipped")
                .endsWith(counters.notDecoded() + " of unknown types, 0 lost");
    }

    /** The listener stands for any step that throws. */
    @Test
    void event_causesAnException_costsThatEventAlone() throws Exception {
        Pipeline pipeline = pipeline(new SnapshotBuilder().reservedIdentities());
        pipeline.listener(flow -> {
            seen.add(flow.timeNanos());
            if (flow.timeNanos() == 1) {
                throw new IllegalStateException("made by the test");
            }
            if (flow.timeNanos() == 2) {
                throw new StackOverflowError("made by the test");
            }
        });
        EventBytes trace = Vectors.bytes(Vectors.read("trace").get(0));
        EventBytes accessLog = EventBytes.of(ACCESS_LOG.getBytes(StandardCharsets.UTF_8));
        for (long time = 0; time < 4; time++) {
            pipeline.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, time, trace);
            pipeline.event(SampleKind.ACCESS_LOG, SampleOrigin.UNKNOWN, 0, time, accessLog);
        }
        EventCounters counters = pipeline.counters();
        assertThat(seen).containsExactly(0L, 0L, 1L, 1L, 2L, 2L, 3L, 3L);
        assertThat(counters.malformed(Malformed.INTERNAL)).isEqualTo(4);
        assertThat(counters.malformed()).isEqualTo(4);
        assertThat(counters.flows()).isEqualTo(4);
        assertThat(counters.received()).isEqualTo(8);
        assertThat(ring.written()).isEqualTo(4);
    }

    /** A note without times stands behind the events that came before it. */
    @Test
    void lost_withoutTimes_isPlacedByTheEventsAround() {
        Rings rings = Rings.ofFlows(3);
        Pipeline pipeline = pipeline(rings, new SnapshotBuilder().reservedIdentities());
        pipeline.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 70, debug());
        pipeline.lost(-5, -1, 3, 0, 0);
        pipeline.lost(LossNote.PERF_RING, 2, 4, 60, 0);
        rings.losses().flush();
        assertThat(rings.losses().note(0)).isEqualTo(new LossNote(LossNote.UNKNOWN, -1, 3, 70, 70, 0));
        assertThat(rings.losses().note(1))
                .isEqualTo(new LossNote(LossNote.PERF_RING, 2, 4, 60, 70, LossNote.FIRST_KNOWN));
    }

    private static EventBytes debug() {
        byte[] bytes = new byte[20];
        bytes[0] = MessageType.DEBUG;
        return EventBytes.of(bytes);
    }

    private record Batch(List<EventBytes> events) implements EventSource {
        @Override
        public int poll(EventSink sink, int timeoutMillis) {
            events.forEach(event -> sink.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 1, event));
            return events.size();
        }

        @Override
        public String name() {
            return "batch";
        }

        @Override
        public void close() {
            // The events lie in memory.
        }
    }

    private static Prefix range(String text) {
        return Objects.requireNonNull(PrefixParser.parse(text));
    }

    private Pipeline pipeline(SnapshotBuilder known) {
        return pipeline(new Rings(ring, new LossLedger()), known);
    }

    private Pipeline pipeline(Rings rings, SnapshotBuilder known) {
        inventory.publish(known.build(NODE));
        return new Pipeline(
                inventory, rings, new Decoder(DecoderOptions.DEFAULT), new Attribution(AttributionOptions.DEFAULT));
    }

    private static void replay(Pipeline pipeline) {
        for (JsonObject vector : Vectors.read("trace")) {
            EventBytes bytes = Vectors.bytes(vector);
            pipeline.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 7, bytes);
        }
    }
}
