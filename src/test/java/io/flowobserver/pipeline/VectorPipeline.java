// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.Inventory;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.FlowView;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.ring.RingReader;
import io.flowobserver.ring.Rings;
import io.flowobserver.vectors.Vectors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A pipeline that takes recorded events into a ring and out of it, and compares what comes out. */
final class VectorPipeline {
    private static final FlowEncoder ENCODER = new FlowEncoder(new FlowUuid());

    private final Rings rings = Rings.ofFlows(4);
    private final RingReader reader = rings.flows().reader();
    private final FlowView view = new FlowView();
    private final Pipeline pipeline;

    VectorPipeline(Inventory world, DecoderOptions options) {
        pipeline = new Pipeline(world, rings, new Decoder(options), new Attribution(AttributionOptions.DEFAULT));
    }

    /**
     * Takes one event.
     *
     * @return null if the outcome is the recorded one, else what is different
     */
    @Nullable
    String run(JsonObject vector, int kind, EventBytes bytes) throws Exception {
        JsonObject event = vector.getAsJsonObject("event");
        long time = Timestamps.toNanos(Timestamps.parse(event.get("time").getAsString()));
        pipeline.event(kind, 0, time, bytes);
        assertThat(pipeline.counters().malformed(Malformed.INTERNAL)).isZero();
        boolean made = reader.read(view) == RingReader.Result.OK;
        if (Vectors.isRefused(vector)) {
            return made ? "is a flow, and should be refused: " + vector.get("error") : null;
        }
        return made ? difference(vector) : "is refused";
    }

    private @Nullable String difference(JsonObject vector) throws Exception {
        byte[] out = new byte[FlowEncoder.maxLength(view)];
        int end = ENCODER.encode(view, out, 0);
        Flow flow =
                Flow.parseFrom(Arrays.copyOf(out, end)).toBuilder().clearUuid().build();
        String json = JsonFormat.printer()
                .preservingProtoFieldNames()
                .omittingInsignificantWhitespace()
                .print(flow);
        boolean same = JsonParser.parseString(json).equals(vector.get("expected"));
        return same ? null : "should be " + vector.get("expected") + " and is " + json;
    }
}
