// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.Inventory;
import io.flowobserver.enrich.SnapshotBuilder;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.flow.Node;
import io.flowobserver.flow.PodName;
import io.flowobserver.flow.Prefix;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.Rings;
import io.flowobserver.vectors.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final Node NODE = new Node("node", List.of(), new Node.Emitter("observer", "1"));
    private static final int WORLD = 2;

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

    private static Prefix range(String text) {
        return Objects.requireNonNull(Prefix.parse(text));
    }

    private Pipeline pipeline(SnapshotBuilder known) {
        inventory.publish(known.build(NODE));
        return new Pipeline(
                inventory,
                new Rings(ring, new LossLedger()),
                new Decoder(DecoderOptions.DEFAULT),
                new Attribution(AttributionOptions.DEFAULT));
    }

    private static void replay(Pipeline pipeline) {
        for (JsonObject vector : Vectors.read("trace")) {
            EventBytes bytes = Vectors.bytes(vector);
            pipeline.event(SampleKind.PERF, 0, 7, bytes);
        }
    }
}
