// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The ring against a model that keeps everything: whatever the order of writes and reads, both say the same. */
class RingProperties {
    private static final int READERS = 3;

    @Property(tries = 500)
    void ringAndModel_anyOrderOfSteps_agree(
            @ForAll @IntRange(min = 1, max = 9) int capacity,
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 6) Integer> steps) {
        FlowRing ring = new FlowRing(capacity);
        ArrayDeque<Long> kept = new ArrayDeque<>();
        List<RingReader> readers = new ArrayList<>();
        long[] expected = new long[READERS];
        for (int i = 0; i < READERS; i++) {
            readers.add(ring.reader());
        }
        long written = 0;
        FlowView view = new FlowView();
        for (int step : steps) {
            if (step < READERS) {
                checkRead(readers.get(step), expected, step, kept, written, view);
            } else if (step == READERS) {
                ring.claim();
            } else {
                FlowWriter row = ring.claim();
                row.timeNanos(written * 31);
                assertThat(ring.publish()).isEqualTo(written);
                kept.addLast(written++);
                if (kept.size() > capacity) {
                    kept.removeFirst();
                }
            }
            assertThat(ring.written()).isEqualTo(written);
            assertThat(ring.size()).isEqualTo(kept.size());
            assertThat(ring.oldest()).isEqualTo(kept.isEmpty() ? 0 : kept.getFirst());
        }
    }

    private static void checkRead(
            RingReader reader, long[] expected, int index, ArrayDeque<Long> kept, long written, FlowView view) {
        long position = expected[index];
        boolean wanted = position % 3 != 0;
        RingReader.Result result =
                index == 0 ? reader.read(view) : reader.read(view, flow -> flow.timeNanos() % 3 != 0);
        if (position == written) {
            assertThat(result).isEqualTo(RingReader.Result.EMPTY);
        } else if (position < kept.getFirst()) {
            assertThat(result).isEqualTo(RingReader.Result.LAPPED);
            assertThat(reader.lost()).isEqualTo(kept.getFirst() - position);
            expected[index] = kept.getFirst();
        } else if (index > 0 && !wanted) {
            assertThat(result).isEqualTo(RingReader.Result.SKIPPED);
            expected[index]++;
        } else {
            assertThat(result).isEqualTo(RingReader.Result.OK);
            assertThat(view.sequence()).isEqualTo(position);
            assertThat(view.timeNanos()).isEqualTo(position * 31);
            expected[index]++;
        }
        assertThat(reader.position()).isEqualTo(expected[index]);
    }
}
