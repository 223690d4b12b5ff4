// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.pipeline.SourceRunner.State;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test moves the clock; a retry is on a thread of its own. */
@Timeout(30)
class SourceRunnerTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong();
    private final Deque<Fake> sources = new ArrayDeque<>();
    private final Received sink = new Received();

    @Test
    void poll_liveSourceFails_isOpenedAgainAfterTheDelay() throws Exception {
        Fake first = add(true, new SourceException("no more"));
        Fake second = add(true);
        SourceRunner runner = opened(OptionalInt.empty());
        assertThat(runner.state()).isEqualTo(State.RUNNING);
        assertThat(runner.poll(sink, 1)).isEqualTo(1);

        assertThat(runner.poll(sink, 1)).isZero();
        assertThat(first.closed).isTrue();
        assertThat(runner.state()).isEqualTo(State.RETRYING);
        assertThat(runner.isReady()).isFalse();
        assertThat(runner.error()).isEqualTo("no more");
        now.addAndGet(SECOND - 1);
        assertThat(runner.poll(sink, 1)).isZero();
        assertThat(runner.retries()).isZero();

        now.addAndGet(1);
        pollUntil(runner, State.RUNNING);
        assertThat(runner.retries()).isEqualTo(1);
        assertThat(runner.error()).isEmpty();
        assertThat(runner.isReady()).isTrue();
        assertThat(runner.poll(sink, 1)).isEqualTo(1);
        assertThat(sink.events).isEqualTo(2);
        runner.close();
        assertThat(second.closed).isTrue();
    }

    @Test
    void poll_liveSourceEndsOrThrows_isAFailureToo() throws Exception {
        add(true, EventSource.ENDED);
        add(true, new IllegalStateException("made by the test"));
        add(true, new StackOverflowError("made by the test"));
        add(true);
        SourceRunner runner = opened(OptionalInt.empty());
        for (String reason : List.of("it ended although nobody stopped it", "IllegalState", "StackOverflow")) {
            runner.poll(sink, 1);
            assertThat(runner.poll(sink, 1)).isZero();
            assertThat(runner.state()).isEqualTo(State.RETRYING);
            assertThat(runner.error()).contains(reason);
            now.addAndGet(30 * SECOND);
            pollUntil(runner, State.RUNNING);
        }
    }

    @Test
    void poll_recordingEnds_isFineAndFinal() throws Exception {
        Fake recording = add(false, EventSource.ENDED);
        SourceRunner runner = opened(OptionalInt.of(0));
        runner.poll(sink, 1);
        assertThat(runner.poll(sink, 1)).isEqualTo(EventSource.ENDED);
        assertThat(runner.poll(sink, 1)).isEqualTo(EventSource.ENDED);
        assertThat(runner.state()).isEqualTo(State.ENDED);
        assertThat(runner.isReady()).isTrue();
        assertThat(runner.error()).isEmpty();
        assertThat(recording.closed).isTrue();
    }

    @Test
    void poll_damagedRecording_isAFailureAndFinal() throws Exception {
        add(false, new SourceException("damaged"));
        SourceRunner runner = opened(OptionalInt.empty());
        runner.poll(sink, 1);
        assertThat(runner.poll(sink, 1)).isEqualTo(EventSource.ENDED);
        assertThat(runner.state()).isEqualTo(State.FAILED);
        assertThat(runner.isReady()).isFalse();
        assertThat(runner.error()).isEqualTo("damaged");
    }

    @Test
    void poll_retriesFail_areCountedUpToTheLimit() throws Exception {
        add(true, new SourceException("no more"));
        SourceRunner runner = opened(OptionalInt.of(2));
        runner.poll(sink, 1);
        runner.poll(sink, 1);
        for (long delay : new long[] {SECOND, 2 * SECOND}) {
            assertThat(runner.state()).isEqualTo(State.RETRYING);
            now.addAndGet(delay - 1);
            long before = runner.retries();
            runner.poll(sink, 1);
            assertThat(runner.retries()).isEqualTo(before);
            now.addAndGet(1);
            runner.poll(sink, 10_000);
            assertThat(runner.retries()).isEqualTo(before + 1);
        }
        assertThat(runner.state()).isEqualTo(State.FAILED);
        assertThat(runner.error()).isEqualTo("nothing to open");
        assertThat(runner.poll(sink, 1)).isEqualTo(EventSource.ENDED);
    }

    @Test
    void open_failsTheFirstTime_isNotRetried() {
        SourceRunner runner = runner(OptionalInt.empty());
        assertThatThrownBy(runner::open).hasMessage("nothing to open");
        assertThat(runner.state()).isEqualTo(State.STARTING);
        assertThat(runner.isReady()).isFalse();
    }

    @Test
    void close_whileOpening_closesWhatWasOpened() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        add(true, new SourceException("no more"));
        Fake second = add(true);
        SourceRunner runner = new SourceRunner(
                "fake",
                () -> {
                    if (sources.size() == 1) {
                        asked.countDown();
                        awaitUninterruptibly(released);
                    }
                    return next();
                },
                OptionalInt.empty(),
                now::get);
        runner.open();
        runner.poll(sink, 1);
        runner.poll(sink, 1);
        now.addAndGet(SECOND);
        assertThat(runner.poll(sink, 1)).isZero();
        asked.await();
        released.countDown();
        runner.close();
        assertThat(second.closed).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void pollUntil(SourceRunner runner, State state) {
        while (runner.state() != state) {
            runner.poll(sink, 5);
        }
    }

    private SourceRunner opened(OptionalInt limit) throws SourceException {
        SourceRunner runner = runner(limit);
        runner.open();
        return runner;
    }

    private SourceRunner runner(OptionalInt limit) {
        return new SourceRunner("fake", this::next, limit, now::get);
    }

    private EventSource next() throws SourceException {
        Fake next = sources.poll();
        if (next == null) {
            throw new SourceException("nothing to open");
        }
        return next;
    }

    private Fake add(boolean live) {
        return add(live, 0);
    }

    private Fake add(boolean live, Object end) {
        Fake fake = new Fake(live, end);
        sources.add(fake);
        return fake;
    }

    /** Delivers one event, and then does what the test says. */
    private static final class Fake implements EventSource {
        private final boolean live;
        private final Object end;
        private boolean delivered;
        private volatile boolean closed;

        Fake(boolean live, Object end) {
            this.live = live;
            this.end = end;
        }

        @Override
        public int poll(EventSink sink, int timeoutMillis) throws SourceException {
            if (!delivered) {
                delivered = true;
                sink.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 1, EventBytes.of(new byte[1]));
                return 1;
            }
            if (end instanceof SourceException e) {
                throw e;
            }
            if (end instanceof RuntimeException e) {
                throw e;
            }
            if (end instanceof Error e) {
                throw e;
            }
            return (int) end;
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

    private static final class Received implements EventSink {
        private int events;

        @Override
        public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
            events++;
        }

        @Override
        public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
            throw new AssertionError("nothing is lost here");
        }
    }
}
