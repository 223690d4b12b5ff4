// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import com.google.gson.JsonObject;
import com.google.protobuf.util.Timestamps;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Origin;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.event.SampleKind;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.ring.RingReader;
import io.flowobserver.ring.Rings;
import io.flowobserver.vectors.Vectors;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;

/** The flows that one decoder of 1.21 makes of recorded events. */
public final class ReplayedFlows {
    private static final int RING_FLOWS = 1023;

    private ReplayedFlows() {}

    /** Those that metrics were tried on when the vectors were recorded. */
    public static List<FlowView> ofMetrics() {
        Rings rings = Rings.ofFlows(RING_FLOWS);
        Pipeline pipeline = new Pipeline(
                VectorInventories.newInventory(),
                rings,
                new Decoder(DecoderOptions.DEFAULT),
                new Attribution(AttributionOptions.DEFAULT));
        Vectors.readNew("metrics-replay-events").forEach(vector -> replay(vector, pipeline));
        return published(rings);
    }

    private static void replay(JsonObject vector, Pipeline pipeline) {
        JsonObject event = vector.getAsJsonObject("event");
        try {
            long time = Timestamps.toNanos(Timestamps.parse(event.get("time").getAsString()));
            int kind = event.has("data_hex") ? SampleKind.PERF : SampleKind.ACCESS_LOG;
            pipeline.event(kind, Origin.V1_21.number(), 0, time, Vectors.bytes(vector));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<FlowView> published(Rings rings) {
        List<FlowView> flows = new ArrayList<>();
        RingReader reader = rings.flows().reader();
        reader.seek(0);
        FlowView flow = new FlowView();
        while (reader.read(flow) == RingReader.Result.OK) {
            flows.add(flow);
            flow = new FlowView();
        }
        return flows;
    }
}
