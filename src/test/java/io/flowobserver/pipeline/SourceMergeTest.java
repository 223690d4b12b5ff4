// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.pipeline.SourceRunner.State;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.Rings;
import io.flowobserver.source.CapturedLoss;
import io.flowobserver.source.Delivered;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.vectors.Vectors;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads of the sources are tasks that the test runs itself, unless it is about threads. The test moves the clock. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SourceMergeTest {
    private static final int WAIT_MILLIS = 5;
    private static final long MILLI = 1_000_000;
    private static final int LARGE = 8 << 20;
    /** Room for ten events of one byte. */
    private static final int SMALL = 10 * (EventQueue.HEADER_BYTES + 8);

    private final AtomicLong now = new AtomicLong();
    private final List<Runnable> threads = new ArrayList<>();
    private final Delivered delivered = new Delivered();
    private final List<String> from = new ArrayList<>();

    @Test
    void poll_queuesWithInterleavedTimes_deliversAllInOrderOfTime() throws Exception {
        QueuedSource odd = queued("odd", LARGE, times(1, 3, 5, 9));
        QueuedSource even = queued("even", LARGE, times(2, 4, 4, 6, 10));
        SourceMerge merge = merge(null, odd, even);
        runThreads();
        assertThat(merge.poll(delivered, WAIT_MILLIS)).isEqualTo(9);
        assertThat(timesDelivered()).containsExactly(1L, 2L, 3L, 4L, 4L, 5L, 6L, 9L, 10L);
        assertThat(from).containsExactly("odd", "even", "odd", "even", "odd", "even", "odd", "even");
        assertThat(merge.poll(delivered, 0)).isEqualTo(EventSource.ENDED);
        assertThat(merge.name()).isEqualTo("odd, even");
    }

    @Test
    void poll_sourceOutOfOrder_keepsTheSourcesOwnOrder() throws Exception {
        QueuedSource jumpy = queued("jumpy", LARGE, times(5, 1, 7));
        QueuedSource steady = queued("steady", LARGE, times(2, 6));
        SourceMerge merge = merge(null, jumpy, steady);
        runThreads();
        merge.poll(delivered, 0);
        assertThat(timesDelivered()).containsExactly(2L, 5L, 1L, 6L, 7L);
    }

    @Test
    void poll_directSourceBesideQueue_deliversAllInOrderOfTime() throws Exception {
        SourceRunner direct = opened("direct", new Fake(times(2, 4, 6)));
        QueuedSource queued = queued("queued", LARGE, times(1, 3, 4, 7));
        SourceMerge merge = merge(direct, queued);
        runThreads();
        assertThat(merge.poll(delivered, 0)).isEqualTo(7);
        assertThat(timesDelivered()).containsExactly(1L, 2L, 3L, 4L, 4L, 6L, 7L);
        assertThat(from).containsExactly("queued", "direct", "queued", "direct", "queued");
    }

    @Test
    void poll_flooding_leavesNoOtherSourceWaiting() throws Exception {
        int flood = 3 * QueuedSource.MOST_SHARE;
        QueuedSource flooding = queued("flooding", LARGE, LongStream.range(0, flood));
        QueuedSource quiet = queued("quiet", LARGE, times(flood + 1));
        SourceRunner direct = opened("direct", new Fake(times(flood + 2)));
        SourceMerge merge = merge(direct, flooding, quiet);
        runThreads();
        assertThat(merge.poll(delivered, 0)).isEqualTo(QueuedSource.MOST_SHARE + 2);
        assertThat(timesDelivered())
                .endsWith((long) flood + 1, (long) flood + 2)
                .isSorted();
        while (merge.poll(delivered, 0) != EventSource.ENDED) {
            // until everything is delivered
        }
        assertThat(timesDelivered()).hasSize(flood + 2);
    }

    @Test
    void poll_directSourceFlooding_deliversFromTheQueueInTheSameRound() throws Exception {
        int flood = 20 * QueuedSource.MOST_SHARE;
        SourceRunner direct = opened("direct", new Fake(LongStream.range(0, flood)));
        QueuedSource quiet = queued("quiet", LARGE, times(7, flood + 1));
        SourceMerge merge = merge(direct, quiet);
        runThreads();
        merge.poll(delivered, 0);
        assertThat(timesDelivered()).hasSize(flood + 2).isSorted();
    }

    /** Each event of the slow source takes a millisecond, and a round ten. */
    @Test
    void poll_slowEvents_endTheRoundButNotTheLeastShares() throws Exception {
        QueuedSource slow = queued("slow", LARGE, LongStream.range(0, 1_000));
        QueuedSource quick = queued("quick", LARGE, LongStream.range(1_000, 2_000));
        SourceMerge merge = merge(null, slow, quick);
        runThreads();
        EventSink sink = new EventSink() {
            @Override
            public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
                delivered.event(kind, origin, cpu, timeNanos, bytes);
                now.addAndGet(MILLI);
            }

            @Override
            public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
                throw new AssertionError("nothing is lost here");
            }
        };
        assertThat(merge.poll(sink, 0)).isEqualTo(2 * QueuedSource.LEAST_SHARE);
        assertThat(timesDelivered())
                .contains(0L, QueuedSource.LEAST_SHARE - 1L, 1_000L, 1_000L + QueuedSource.LEAST_SHARE - 1)
                .isSorted();
    }

    @Test
    void poll_somethingInAQueue_waitsForNothing() throws Exception {
        Fake idle = new Fake(LongStream.empty());
        idle.live = true;
        QueuedSource queued = queued("queued", LARGE, LongStream.range(0, QueuedSource.MOST_SHARE + 1));
        SourceMerge merge = merge(opened("direct", idle), queued);
        merge.poll(delivered, WAIT_MILLIS);
        runThreads();
        merge.poll(delivered, WAIT_MILLIS);
        merge.poll(delivered, WAIT_MILLIS);
        merge.poll(delivered, WAIT_MILLIS);
        assertThat(idle.timeouts).containsExactly(WAIT_MILLIS, 0, 0, WAIT_MILLIS);
        assertThat(timesDelivered()).hasSize(QueuedSource.MOST_SHARE + 1);
    }

    @Test
    void poll_fullQueue_reportsWhatWasRefusedOnceWithItsTimes() throws Exception {
        QueuedSource full = queued("full", SMALL, LongStream.range(1, 101));
        SourceMerge merge = merge(null, full, queued("other", SMALL, times(50)));
        runThreads();
        assertThat(merge.poll(delivered, 0)).isEqualTo(11);
        assertThat(timesDelivered()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 50L);
        assertThat(delivered.losses)
                .containsExactly(new CapturedLoss(LossNote.EVENTS_QUEUE, LossNote.NO_CPU, 90, 11, 100));
        assertThat(merge.poll(delivered, 0)).isEqualTo(EventSource.ENDED);
        assertThat(delivered.losses).hasSize(1);
    }

    /** What a source read is what was received and what its queue refused, for each source and for all. */
    @Test
    void poll_fullQueues_theEquationHoldsForEachSourceAndForAll() throws Exception {
        Rings rings = Rings.ofFlows(1023);
        Pipeline pipeline = new Pipeline(
                VectorInventories.inventory(),
                rings,
                new Decoder(DecoderOptions.DEFAULT),
                new Attribution(AttributionOptions.DEFAULT));
        List<EventBytes> events = Stream.of("trace", "debug", "garbage", "truncated", "trace_sock")
                .flatMap(kind -> Vectors.read(kind).stream())
                .map(Vectors::bytes)
                .toList();
        SourceRunner one = opened("one", new Fake(LongStream.range(1, events.size() + 1), events));
        SourceRunner two = opened("two", new Fake(LongStream.range(1, events.size() + 1), events));
        SourceMerge merge = new SourceMerge(
                null, List.of(queued(one, 16 << 10, false), queued(two, 8 << 10, false)), pipeline::from, now::get);
        pipeline.sources(List.of(one.counters(), two.counters()));
        runThreads();
        while (pipeline.runBatch(merge, pipeline, 1) != EventSource.ENDED) {
            // until everything is processed
        }
        for (EventCounters counters : List.of(one.counters(), two.counters())) {
            assertThat(counters.received() + counters.lost(LossNote.EVENTS_QUEUE))
                    .isEqualTo(events.size());
            assertThat(outcomes(counters)).isEqualTo(counters.received());
            assertThat(counters.flows()).isPositive();
        }
        assertThat(one.counters().lost()).isPositive().isLessThan(two.counters().lost());
        EventCounters all = pipeline.counters();
        assertThat(all.received() + all.lost()).isEqualTo(2L * events.size());
        assertThat(outcomes(all)).isEqualTo(all.received());
        assertThat(rings.flows().written()).isEqualTo(all.flows());
        assertThat(rings.losses().total(LossNote.EVENTS_QUEUE)).isEqualTo(all.lost());
    }

    @Test
    void poll_sourceThatWaitsForRoom_losesNothing() throws Exception {
        int events = 10_000;
        QueuedSource patient = started(opened("patient", new Fake(LongStream.range(0, events))), SMALL, true);
        QueuedSource other = started(opened("other", new Fake(LongStream.range(0, events))), LARGE, false);
        SourceMerge merge = merge(null, patient, other);
        while (merge.poll(delivered, 1) != EventSource.ENDED) {
            // until everything is delivered
        }
        assertThat(timesDelivered()).hasSize(2 * events);
        assertThat(delivered.losses).isEmpty();
    }

    @Test
    void close_sourceWaitsForRoom_endsItsThreadAndClosesIt() throws Exception {
        Fake source = new Fake(LongStream.range(0, 10_000));
        Fake neverPolled = new Fake(LongStream.range(0, 1));
        SourceMerge merge = merge(null, started(opened("patient", source), SMALL, true));
        merge.poll(delivered, 0);
        merge.close();
        assertThat(source.closed).isTrue();
        assertThat(delivered.losses).as("what was not read is not lost").isEmpty();
        merge(opened("never polled", neverPolled)).close();
        assertThat(neverPolled.closed).isTrue();
    }

    @Test
    void close_eventsInQueues_areDelivered() throws Exception {
        SourceMerge merge = merge(
                null,
                queued("large", LARGE, LongStream.range(0, 2L * QueuedSource.MOST_SHARE)),
                queued("small", SMALL, LongStream.range(0, 11)));
        assertThat(merge.poll(delivered, 0)).isZero();
        runThreads();
        merge.close();
        assertThat(timesDelivered()).hasSize(2 * QueuedSource.MOST_SHARE + 10);
        assertThat(delivered.losses)
                .containsExactly(new CapturedLoss(LossNote.EVENTS_QUEUE, LossNote.NO_CPU, 1, 10, 10));
        merge.close();
        assertThat(timesDelivered()).hasSize(2 * QueuedSource.MOST_SHARE + 10);
    }

    @Test
    void poll_sourceDiesAndComesBack_theOtherGoesOn() throws Exception {
        Fake dying = new Fake(times(-2));
        dying.live = true;
        dying.failure = "made by the test";
        Fake healed = new Fake(times(-1));
        healed.live = true;
        List<Fake> sources = new ArrayList<>(List.of(dying, healed));
        SourceRunner runner = new SourceRunner("dying", () -> sources.remove(0), OptionalInt.empty(), now::get);
        runner.open();
        Fake steady = new Fake(LongStream.range(0, 100));
        steady.batch = 1;
        steady.rewinds = true;
        SourceMerge merge = merge(opened("steady", steady), started(runner, SMALL, false));
        List<Long> mortal = new ArrayList<>();
        long[] other = {0};
        EventSink sink = new EventSink() {
            @Override
            public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
                if (timeNanos < 0) {
                    mortal.add(timeNanos);
                } else {
                    other[0]++;
                }
            }

            @Override
            public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
                throw new AssertionError("nothing is lost here");
            }
        };
        while (runner.state() != State.RETRYING) {
            merge.poll(sink, 1);
        }
        long before = other[0];
        assertThat(merge.poll(sink, 1)).isPositive();
        assertThat(other[0]).isGreaterThan(before);
        now.addAndGet(2_000 * MILLI);
        while (mortal.size() < 2) {
            merge.poll(sink, 1);
        }
        assertThat(mortal).containsExactly(-2L, -1L);
        assertThat(runner.retries()).isEqualTo(1);
        assertThat(dying.closed).isTrue();
        merge.close();
        assertThat(healed.closed).isTrue();
    }

    @Test
    void poll_manyEvents_allocatesNothing() throws Exception {
        int rounds = 4;
        int perRound = QueuedSource.MOST_SHARE;
        SourceRunner direct = opened("direct", new Fake(LongStream.range(0, (rounds + 2L) * perRound)));
        QueuedSource one = queued("one", LARGE, LongStream.range(0, (rounds + 2L) * perRound));
        QueuedSource two = queued("two", LARGE, LongStream.range(0, (rounds + 2L) * perRound));
        SourceMerge merge = new SourceMerge(direct, List.of(one, two), counters -> {}, now::get);
        runThreads();
        EventSink sink = new EventSink() {
            @Override
            public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
                now.incrementAndGet();
            }

            @Override
            public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
                throw new AssertionError("nothing is lost here");
            }
        };
        merge.poll(sink, 0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int events = 0;
        for (int i = 0; i < rounds; i++) {
            events += merge.poll(sink, 0);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 10);
        assertThat(events).isGreaterThanOrEqualTo(2 * rounds * perRound);
    }

    private static long outcomes(EventCounters counters) {
        return counters.flows()
                + counters.notices()
                + counters.malformed()
                + counters.skipped()
                + counters.notDecoded();
    }

    private List<Long> timesDelivered() {
        return delivered.events.stream().map(Delivered.Event::timeNanos).toList();
    }

    private static LongStream times(long... times) {
        return LongStream.of(times);
    }

    private SourceMerge merge(@Nullable SourceRunner direct, QueuedSource... queued) {
        List<SourceRunner> runners = Stream.concat(
                        Stream.ofNullable(direct), Stream.of(queued).map(QueuedSource::runner))
                .toList();
        return new SourceMerge(
                direct,
                List.of(queued),
                counters -> runners.stream()
                        .filter(runner -> runner.counters() == counters)
                        .forEach(runner -> from.add(runner.name())),
                now::get);
    }

    private QueuedSource queued(String name, int queueBytes, LongStream times) throws SourceException {
        return queued(opened(name, new Fake(times)), queueBytes, false);
    }

    /** The thread does nothing: {@link #runThreads} does its work. */
    private QueuedSource queued(SourceRunner runner, int queueBytes, boolean waits) {
        return new QueuedSource(runner, new QueuedSource.Options(queueBytes, waits), task -> {
            threads.add(task);
            return new Thread(() -> {});
        });
    }

    private static QueuedSource started(SourceRunner runner, int queueBytes, boolean waits) {
        return new QueuedSource(runner, new QueuedSource.Options(queueBytes, waits), Thread::new);
    }

    private void runThreads() {
        threads.forEach(Runnable::run);
        threads.clear();
    }

    private static SourceRunner opened(String name, EventSource source) throws SourceException {
        SourceRunner runner = new SourceRunner(name, () -> source, OptionalInt.empty());
        runner.open();
        return runner;
    }

    /** Delivers events of the given times, and then ends, fails, or, if it is live, has no more. */
    private static final class Fake implements EventSource {
        private final long[] times;
        private final List<EventBytes> events;
        private final List<Integer> timeouts = new ArrayList<>();
        private int next;
        private int batch = Integer.MAX_VALUE;
        private boolean live;
        private boolean rewinds;
        private @Nullable String failure;
        private volatile boolean closed;

        Fake(LongStream times) {
            this(times, List.of(EventBytes.of(new byte[1])));
        }

        Fake(LongStream times, List<EventBytes> events) {
            this.times = times.toArray();
            this.events = events;
        }

        @Override
        public int poll(EventSink sink, int timeoutMillis) throws SourceException {
            timeouts.add(timeoutMillis);
            int delivered = 0;
            while (delivered < batch && next < times.length) {
                sink.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, times[next], events.get(next % events.size()));
                next++;
                delivered++;
            }
            if (rewinds && next == times.length) {
                next = 0;
            }
            if (delivered == 0 && failure != null) {
                throw new SourceException(failure);
            }
            return delivered > 0 || live ? delivered : ENDED;
        }

        @Override
        public boolean isLive() {
            return live;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
