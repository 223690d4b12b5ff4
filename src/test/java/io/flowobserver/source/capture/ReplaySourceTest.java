// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.source.CapturedLoss;
import io.flowobserver.source.Delivered;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaySourceTest {
    private static final long TIME = 1_761_048_000_000_000_000L;

    private static final long PRESENT = 1_900_000_000_000_000_000L;

    @TempDir
    Path directory;

    private final Delivered sink = new Delivered();
    private long nowNanos = 500;
    private final List<Long> waits = new ArrayList<>();

    @Test
    void poll_wholeCapture_deliversBatchesThenEnds() throws Exception {
        var events = events(ReplaySource.BATCH + 10, 1);
        Path file = Files.write(directory.resolve("capture"), Captures.of(events));
        try (var source = ReplaySource.open(file, ReplayOptions.MAX)) {
            assertThat(source.name()).isEqualTo("replay:" + file);
            assertThat(source.poll(sink, 0)).isEqualTo(ReplaySource.BATCH);
            assertThat(source.poll(sink, 0)).isEqualTo(10);
            assertThat(source.poll(sink, 0)).isEqualTo(EventSource.ENDED);
            assertThat(source.poll(sink, 0)).isEqualTo(EventSource.ENDED);
        }
        assertThat(sink.events).isEqualTo(events);
    }

    @Test
    void poll_afterClose_isEnded() throws Exception {
        var source = Captures.replay(Captures.of(events(3, 1)));
        source.close();
        source.close();
        assertThat(source.poll(sink, 0)).isEqualTo(EventSource.ENDED);
        assertThat(sink.events).isEmpty();
    }

    @Test
    void poll_truncatedCapture_deliversWhatIsWholeThenSaysWhere() throws Exception {
        byte[] capture = Captures.of(events(3, 1));
        var source = Captures.replay(Arrays.copyOf(capture, capture.length - 1));
        assertThat(source.poll(sink, 0)).isEqualTo(2);
        assertThatThrownBy(() -> source.poll(sink, 0))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("truncated at offset 74");
        assertThat(source.poll(sink, 0)).isEqualTo(EventSource.ENDED);
        assertThat(sink.events).hasSize(2);
    }

    @Test
    void poll_firstEventDamaged_saysSoAtOnce() throws Exception {
        byte[] capture = Arrays.copyOf(Captures.of(events(1, 1)), 40);
        var source = Captures.replay(capture);
        assertThatThrownBy(() -> source.poll(sink, 0)).hasMessageContaining("truncated at offset 24");
        assertThat(source.poll(sink, 0)).isEqualTo(EventSource.ENDED);
    }

    @Test
    void poll_lossNote_isTold() throws Exception {
        var note = new CapturedLoss(1, 3, 77, TIME, TIME + 5);
        byte[] unreadable = "{'source':".getBytes(StandardCharsets.UTF_8);
        byte[] capture = Captures.of(List.of(
                Delivered.event(SampleKind.LOST, 3, TIME, note.toJson().toArray()),
                Delivered.event(SampleKind.LOST, 3, TIME, unreadable),
                Delivered.event(9, 3, TIME, new byte[0])));
        Captures.drain(Captures.replay(capture), sink);
        assertThat(sink.losses).containsExactly(note);
        assertThat(sink.events)
                .containsExactly(
                        Delivered.event(SampleKind.LOST, 3, TIME, unreadable),
                        Delivered.event(9, 3, TIME, new byte[0]));
    }

    /** Three events 30 ms apart, polled with 10 ms of patience. */
    @Test
    void poll_originalSpeed_waitsForEachEventNoLongerThanAllowed() throws Exception {
        var source = paced(events(3, 30));
        assertThat(source.poll(sink, 10)).isEqualTo(1);
        assertThat(waits).isEmpty();
        assertThat(source.poll(sink, 10)).isZero();
        assertThat(source.poll(sink, 10)).isZero();
        assertThat(source.poll(sink, 10)).isEqualTo(1);
        assertThat(waits).containsExactly(millis(10), millis(10), millis(10));
        assertThat(source.poll(sink, 500)).isEqualTo(1);
        assertThat(waits).last().isEqualTo(millis(30));
        assertThat(source.poll(sink, 500)).isEqualTo(EventSource.ENDED);
        assertThat(nowNanos).isEqualTo(500 + millis(60));
        assertThat(sink.events)
                .extracting(Delivered.Event::timeNanos)
                .containsExactly(TIME, TIME + millis(30), TIME + millis(60));
    }

    @Test
    void poll_originalSpeedAfterAPause_deliversAllThatIsDue() throws Exception {
        var source = paced(events(5, 10));
        assertThat(source.poll(sink, 0)).isEqualTo(1);
        nowNanos += millis(25);
        assertThat(source.poll(sink, 1000)).isEqualTo(2);
        assertThat(waits).isEmpty();
    }

    @Test
    void poll_originalSpeedInterrupted_returnsAndStaysInterrupted() throws Exception {
        var source = paced(events(2, 1000));
        assertThat(source.poll(sink, 0)).isEqualTo(1);
        Thread.currentThread().interrupt();
        assertThat(source.poll(sink, 1000)).isZero();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(waits).isEmpty();
    }

    @Test
    void poll_timeNow_shiftsAllTimesAlike() throws Exception {
        var reader = CaptureReader.of("test", ByteBuffer.wrap(Captures.of(events(3, 30))));
        var now = new ReplayOptions(ReplayOptions.Speed.MAX, ReplayOptions.Time.NOW, false);
        Captures.drain(replay(reader, now), sink);
        long first = PRESENT + 500;
        assertThat(times()).containsExactly(first, first + millis(30), first + millis(60));
    }

    @Test
    void poll_timeNow_shiftsTheTimesOfALossButNotAMissingOne() throws Exception {
        byte[] capture = Captures.of(List.of(
                Delivered.event(0, 0, TIME, new byte[1]),
                Delivered.event(
                        SampleKind.LOST,
                        1,
                        TIME,
                        new CapturedLoss(1, 1, 7, 0, TIME + 5).toJson().toArray())));
        var now = new ReplayOptions(ReplayOptions.Speed.MAX, ReplayOptions.Time.NOW, false);
        Captures.drain(replay(CaptureReader.of("test", ByteBuffer.wrap(capture)), now), sink);
        assertThat(sink.losses).containsExactly(new CapturedLoss(1, 1, 7, 0, PRESENT + 505));
    }

    /** The second event of the capture happened before the first, which a merge of CPUs may leave so. */
    @Test
    void poll_loop_roundsFollowEachOther() throws Exception {
        var events = List.of(
                Delivered.event(0, 0, TIME, new byte[1]),
                Delivered.event(0, 0, TIME - 10, new byte[2]),
                Delivered.event(0, 0, TIME + 50, new byte[3]));
        var source = looping(events, ReplayOptions.Speed.MAX, ReplayOptions.Time.ORIGINAL);
        assertThat(source.poll(sink, 0)).isEqualTo(ReplaySource.BATCH);
        assertThat(source.poll(sink, 0)).isEqualTo(ReplaySource.BATCH);
        long round = 60 + ReplayTimes.ROUND_GAP_NANOS;
        assertThat(times().subList(0, 6))
                .containsExactly(TIME, TIME - 10, TIME + 50, TIME + round, TIME + round - 10, TIME + round + 50);
        for (int i = 3; i < sink.events.size(); i++) {
            assertThat(sink.events.get(i).bytes())
                    .isEqualTo(sink.events.get(i % 3).bytes());
            assertThat(times().get(i) - times().get(i - 3)).isEqualTo(round);
        }
        source.close();
        assertThat(source.poll(sink, 0)).isEqualTo(EventSource.ENDED);
    }

    @Test
    void poll_loopAtOriginalSpeed_pausesBetweenRoundsToo() throws Exception {
        var source = looping(events(2, 30), ReplayOptions.Speed.ORIGINAL, ReplayOptions.Time.ORIGINAL);
        for (int i = 0; i < 4; i++) {
            assertThat(source.poll(sink, 1000)).isEqualTo(1);
        }
        assertThat(waits).containsExactly(millis(30), ReplayTimes.ROUND_GAP_NANOS, millis(30));
    }

    /** Somebody stopped the process for a while: the next round begins at present, not where the last one ended. */
    @Test
    void poll_loopAtPresent_catchesUpWithThePresentEachRound() throws Exception {
        var source = looping(events(2, 30), ReplayOptions.Speed.ORIGINAL, ReplayOptions.Time.NOW);
        assertThat(source.poll(sink, 1000)).isEqualTo(1);
        assertThat(source.poll(sink, 1000)).isEqualTo(1);
        nowNanos += millis(5000);
        while (sink.events.size() < 5) {
            source.poll(sink, 1000);
        }
        // The round that had begun before stays as it was.
        assertThat(times().get(3)).isEqualTo(times().get(2) + millis(30)).isLessThan(PRESENT + millis(100));
        assertThat(times().get(4)).isEqualTo(PRESENT + 500 + millis(5030));
    }

    @Test
    void poll_loopOverNothing_ends() throws Exception {
        var source = looping(List.of(), ReplayOptions.Speed.MAX, ReplayOptions.Time.NOW);
        assertThat(source.poll(sink, 0)).isEqualTo(EventSource.ENDED);
    }

    @Test
    void poll_loopBeyondTheLastTime_saysSoAndEnds() throws Exception {
        long last = 0xffff_ffffL * 1_000_000_000;
        var events = List.of(Delivered.event(0, 0, 0, new byte[1]), Delivered.event(0, 0, last, new byte[1]));
        var source = looping(events, ReplayOptions.Speed.MAX, ReplayOptions.Time.ORIGINAL);
        assertThat(source.poll(sink, 0)).isEqualTo(4);
        assertThatThrownBy(() -> source.poll(sink, 0))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("2262");
        assertThat(source.poll(sink, 0)).isEqualTo(EventSource.ENDED);
        assertThat(times()).isSorted();
    }

    /** As a benchmark uses it: a capture in memory, large enough that anything kept or made per event would show. */
    @Test
    void poll_millionEvents_allocatesNothingPerEvent() throws Exception {
        byte[] thousand = Captures.of(events(1000, 1));
        var capture = ByteBuffer.allocate(24 + 1000 * (thousand.length - 24)).put(thousand, 0, 24);
        while (capture.hasRemaining()) {
            capture.put(thousand, 24, thousand.length - 24);
        }
        var counter = new Counter();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Captures.drain(Captures.replay(thousand), counter);
        var source = ReplaySource.of("test", capture.flip(), ReplayOptions.MAX);
        long before = threads.getCurrentThreadAllocatedBytes();
        Captures.drain(source, counter);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16_384);
        assertThat(counter.bytes).isEqualTo(1_001_000);
    }

    private ReplaySource paced(List<Delivered.Event> events) throws CaptureException {
        var reader = CaptureReader.of("test", ByteBuffer.wrap(Captures.of(events)));
        return replay(reader, ReplayOptions.ORIGINAL);
    }

    private ReplaySource looping(List<Delivered.Event> events, ReplayOptions.Speed speed, ReplayOptions.Time time)
            throws CaptureException {
        var reader = CaptureReader.of("test", ByteBuffer.wrap(Captures.of(events)));
        return replay(reader, new ReplayOptions(speed, time, true));
    }

    private ReplaySource replay(CaptureReader reader, ReplayOptions options) {
        var clock = new ReplaySource.Clock(() -> nowNanos, () -> PRESENT + nowNanos, wait -> {
            waits.add(wait);
            nowNanos += wait;
        });
        return new ReplaySource(reader, "test", options, clock);
    }

    private List<Long> times() {
        return sink.events.stream().map(Delivered.Event::timeNanos).toList();
    }

    private static List<Delivered.Event> events(int count, long stepMillis) {
        var events = new ArrayList<Delivered.Event>();
        for (int i = 0; i < count; i++) {
            events.add(Delivered.event(0, i % 4, TIME + i * millis(stepMillis), new byte[] {(byte) i}));
        }
        return events;
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static final class Counter implements EventSink {
        private long bytes;

        @Override
        public void event(int kind, int origin, int cpu, long timeNanos, EventBytes event) {
            bytes += event.length();
        }

        @Override
        public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
            throw new AssertionError("count=" + count);
        }
    }
}
