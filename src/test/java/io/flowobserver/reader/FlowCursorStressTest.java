// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.filter.Filters;
import io.flowobserver.filter.FlowMatcher;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.reader.registry.OpenReader;
import io.flowobserver.reader.registry.ReaderIdentity;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.Rings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A cursor on a plain thread follows a ring that another thread fills at full speed: what it passes on and what it
 * missed are all that was written. Flow number n has sequence n and the time n milliseconds; every fourth is a drop.
 */
class FlowCursorStressTest {
    private static final int CAPACITY = 1_023;
    private static final int FLOWS = 300_000;
    private static final int BATCH = 100;
    private static final int FLOWS_PER_NOTE = 5_000;
    private static final int LOST_PER_NOTE = 3;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final Rings rings = Rings.ofFlows(CAPACITY);
    private final FlowRing ring = rings.flows();
    private final Readers readers = new Readers();
    private volatile boolean allWritten;

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    @Timeout(60)
    void poll_ringIsBeingWritten_deliveredAndMissedAreAllWritten(boolean slow, boolean filtered) throws Exception {
        Follower follower = new Follower(slow, filtered);
        CompletableFuture<Void> following = CompletableFuture.runAsync(follower);
        await().until(() -> readers.size() == 1);
        write(0);
        ring.signal();
        await().until(() -> readers.maxLag(ReaderKind.GRPC) == 0);
        writeAll(slow);
        following.get(30, TimeUnit.SECONDS);

        long missed = readers.skipped();
        assertThat(missed).matches(slow ? lost -> lost > 0 : lost -> lost == 0, "missed, if the reader is slow");
        assertThat(follower.reportedMissed).isEqualTo(missed);
        assertThat(follower.reportedLost).isEqualTo((long) LOST_PER_NOTE * (FLOWS / FLOWS_PER_NOTE - 1));
        long read = ring.written() - missed;
        if (filtered) {
            // In each stretch without a gap, every fourth flow is a drop.
            assertThat(Math.abs(follower.delivered - read / 4)).isLessThanOrEqualTo(readers.lapped() + 1);
        } else {
            assertThat(follower.delivered).isEqualTo(read);
            assertThat(follower.gaps).isEqualTo(missed);
        }
        assertThat(readers.size()).isZero();
    }

    private void writeAll(boolean slow) {
        for (int n = 1; n < FLOWS; n++) {
            write(n);
            if (n % FLOWS_PER_NOTE == 0) {
                rings.losses().add(new LossNote(LossNote.PERF_RING, 0, LOST_PER_NOTE, n * MILLI, n * MILLI));
            }
            if (n % BATCH == 0) {
                rings.losses().tick(n * MILLI);
                ring.signal();
                while (!slow && readers.maxLag(ReaderKind.GRPC) > CAPACITY - BATCH) {
                    LockSupport.parkNanos(10_000);
                }
            }
        }
        rings.losses().flush();
        allWritten = true;
        ring.signal();
    }

    private void write(int number) {
        FlowWriter row = ring.claim();
        row.addFlags(FlowFlags.EVENT_TYPE);
        row.timeNanos(number * MILLI);
        row.verdict(number % 4 == 3 ? Verdict.DROPPED_VALUE : Verdict.FORWARDED_VALUE);
        ring.publish();
    }

    /** Reads until all is written and read. One that is slow waits now and then until the ring has lapped it. */
    private final class Follower implements Runnable, FlowHandler {
        private final boolean slow;
        private final FlowQuery query;
        private long delivered;
        private long gaps;
        private long next;
        private long reportedMissed;
        private long reportedLost;

        Follower(boolean slow, boolean filtered) throws FilterException {
            this.slow = slow;
            FlowFilter drops =
                    FlowFilter.newBuilder().addVerdict(Verdict.DROPPED).build();
            FlowMatcher filter =
                    filtered ? new Filters(new FlowUuid()).compile(List.of(drops), List.of()) : Filters.EVERYTHING;
            this.query =
                    new FlowQuery(Long.MAX_VALUE, false, true, Long.MIN_VALUE, Long.MAX_VALUE, filter, false, null);
        }

        @Override
        public void run() {
            Thread thread = Thread.currentThread();
            Runnable wake = () -> LockSupport.unpark(thread);
            ring.addListener(wake);
            // A second passes at each look, so what was missed is always due.
            AtomicLong clock = new AtomicLong();
            LongSupplier later = () -> clock.addAndGet(SECOND);
            ReadContext context = new ReadContext(later, later);
            try (OpenReader entry = readers.open(new ReaderIdentity(ReaderKind.GRPC, "test"), ring::written)) {
                readAll(new FlowCursor(query, rings, entry, context));
            } finally {
                ring.removeListener(wake);
            }
        }

        private void readAll(FlowCursor cursor) {
            boolean last = false;
            PollResult result = PollResult.MORE;
            while (!last || result != PollResult.CAUGHT_UP) {
                if (result == PollResult.CAUGHT_UP && !cursor.hasMore()) {
                    LockSupport.parkNanos(SECOND);
                }
                last = allWritten;
                result = cursor.poll(this);
            }
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void onFlow(FlowView flow) {
            boolean wanted = query.filter() == Filters.EVERYTHING || flow.sequence() % 4 == 3;
            if (!wanted || flow.sequence() < next || flow.timeNanos() != flow.sequence() * MILLI) {
                throw new AssertionError("flow " + flow.sequence() + " where " + next + " or later was to come");
            }
            gaps += flow.sequence() - next;
            next = flow.sequence() + 1;
            if (++delivered % 500 == 0 && slow) {
                awaitLap(next + 2 * CAPACITY);
            }
        }

        @Override
        public void onLost(LossNote note, long timeNanos) {
            if (note.source() == LossNote.FLOW_RING) {
                reportedMissed += note.count();
            } else {
                reportedLost += note.count();
            }
        }

        private void awaitLap(long sequence) {
            while (!allWritten && ring.written() < sequence) {
                LockSupport.parkNanos(10_000);
            }
        }
    }
}
