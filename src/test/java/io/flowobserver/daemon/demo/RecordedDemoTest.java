// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.capture.ReplayOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedDemoTest {
    private final List<Long> times = new ArrayList<>();
    private final EventSink sink = new EventSink() {
        @Override
        public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
            times.add(timeNanos);
        }

        @Override
        public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
            throw new AssertionError("count=" + count);
        }
    };

    @Test
    void poll_eachRound_beginsNow() throws Exception {
        try (RecordedDemo demo = RecordedDemo.open(ReplayOptions.MAX)) {
            long before = nanos();
            assertThat(demo.poll(sink, 0)).isEqualTo(times.size()).isGreaterThan(100);
            int round = times.size();
            assertThat(times.get(0)).isBetween(before, nanos());
            assertThat(times).isSorted();

            assertThat(demo.poll(sink, 0)).isZero();

            long again = nanos();
            assertThat(demo.poll(sink, 0)).isEqualTo(round);
            assertThat(times.get(round)).isBetween(again, nanos());
        }
    }

    private static long nanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }
}
