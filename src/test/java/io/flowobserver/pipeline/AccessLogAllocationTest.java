// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.l7.Redaction;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.ring.Rings;
import io.flowobserver.vectors.Vectors;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How much heap one access-log record takes on its way to the ring, whatever is in it, and what is refused for that. */
class AccessLogAllocationTest {
    private static final long ALLOWED = 4096;
    private static final long ALLOWED_PER_BYTE = 16;
    private static final int REPEATS = 5;
    private static final int[] SIZES = {100, 1000, 6000, 64 << 10};
    private static final Redaction HIDE_ALL = new Redaction(true, true, true, List.of(), List.of(), true);

    private final Inventory world = VectorInventories.inventory();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void event_recordedEvents_stayWithinTheBound() {
        for (var vector : Vectors.read("l7")) {
            take(Vectors.id(vector), Vectors.bytes(vector).toArray());
        }
    }

    /** What is refused costs little, so the densest that is taken is looked for: the rest tells nothing. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("denseRecords")
    void event_denseRecord_staysWithinTheBound(String name, List<String> parts) {
        for (int size : SIZES) {
            boolean taken = take(name, DenseRecords.bytes(parts, size, 0));
            int dense = size / 2;
            for (int step = size / 4; !taken && step > size / 64; step /= 2) {
                boolean some = take(name, DenseRecords.bytes(parts, dense, size - dense));
                dense += some ? step : -step;
            }
        }
    }

    static List<Arguments> denseRecords() {
        return DenseRecords.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("longRecords")
    void event_longRecordThatTellsSomething_becomesAFlow(String name, byte[] record) {
        assertThat(take(name, record)).isTrue();
    }

    static List<Arguments> longRecords() {
        return LongRecords.all();
    }

    /** Whether the record became a flow, with which rules of redaction ever. */
    private boolean take(String name, byte[] record) {
        boolean taken = take(name, record, Redaction.DEFAULT);
        assertThat(take(name, record, HIDE_ALL)).as(name).isEqualTo(taken);
        return taken;
    }

    private boolean take(String name, byte[] record, Redaction redaction) {
        EventBytes bytes = EventBytes.of(record);
        long allowed = ALLOWED + ALLOWED_PER_BYTE * record.length;
        long least = Long.MAX_VALUE;
        boolean taken = false;
        for (int i = 0; least > allowed && i < REPEATS; i++) {
            // A fresh one, which has not seen the endpoints yet; classes that are loaded count only the first time.
            Decoder decoder = new Decoder(new DecoderOptions(0, redaction));
            Attribution attribution = new Attribution(AttributionOptions.DEFAULT);
            Pipeline pipeline = new Pipeline(world, Rings.ofFlows(1), decoder, attribution);
            long before = threads.getCurrentThreadAllocatedBytes();
            pipeline.event(SampleKind.ACCESS_LOG, 0, 1, bytes);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            taken = pipeline.counters().flows() == 1;
        }
        assertThat(least).as(name + ": " + record.length + " bytes").isLessThanOrEqualTo(allowed);
        return taken;
    }
}
