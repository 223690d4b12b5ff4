// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.filter.Filters;
import io.flowobserver.filter.FlowMatcher;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.reader.registry.ReaderIdentity;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.reader.registry.ReaderStatus;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.Rings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading without a server. Flow number n has sequence n and the time n seconds, and every fourth is a drop. */
class FlowCursorTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 1_700_000_000L * SECOND;
    private static final ReaderIdentity IDENTITY = new ReaderIdentity(ReaderKind.GRPC, "test");
    private static final FlowQuery FOLLOW = query(Long.MAX_VALUE, true, Filters.EVERYTHING);

    private final Rings rings = Rings.ofFlows(4_095);
    private final Readers readers = new Readers();
    private long now = NOW;
    private final ReadContext context = new ReadContext(() -> now, () -> now);
    private final Taken taken = new Taken();

    @Test
    void poll_history_hasEachLossBeforeTheFirstLaterFlow() {
        write(5);
        lose(1, 2);
        lose(7, 3);
        assertThat(end(open(query(Long.MAX_VALUE, false, Filters.EVERYTHING)))).isEqualTo(PollResult.ENDED);
        assertThat(taken.events).containsExactly("0", "2 of 1 lost", "1", "2", "3", "4", "3 of 1 lost");
    }

    @Test
    void poll_lastOfAFilter_areTheNewestThatMatch() throws Exception {
        write(100);
        FlowMatcher drops = new Filters(new FlowUuid())
                .compile(
                        List.of(FlowFilter.newBuilder()
                                .addVerdict(Verdict.DROPPED)
                                .build()),
                        List.of());
        assertThat(end(open(query(3, false, drops)))).isEqualTo(PollResult.ENDED);
        assertThat(taken.events).containsExactly("91", "95", "99");
    }

    @Test
    void poll_handlerThatTakesNoMore_leavesTheRestInTheRing() {
        taken.room = 2;
        FlowCursor cursor = open(FOLLOW);
        write(5);
        assertThat(end(cursor)).isEqualTo(PollResult.PAUSED);
        assertThat(end(cursor)).isEqualTo(PollResult.PAUSED);
        assertThat(taken.events).containsExactly("0", "1");
        assertThat(readers.farthestBehind(1)).extracting(ReaderStatus::lag).containsExactly(3L);
        taken.room = 10;
        assertThat(end(cursor)).isEqualTo(PollResult.CAUGHT_UP);
        assertThat(taken.events).containsExactly("0", "1", "2", "3", "4");
        assertThat(cursor.hasMore()).isFalse();
        write(1);
        assertThat(cursor.hasMore()).isTrue();
        assertThat(readers.farthestBehind(1))
                .containsExactly(new ReaderStatus(
                        IDENTITY, readers.farthestBehind(1).get(0).openedMillis(), 5, 1, 5, 0));
    }

    @Test
    void poll_moreThanASlice_comesBackBetween() {
        FlowCursor cursor = open(FOLLOW);
        write(2_500);
        assertThat(cursor.poll(taken)).as("finds the start").isEqualTo(PollResult.MORE);
        int polls = 0;
        while (cursor.poll(taken) == PollResult.MORE) {
            polls++;
            assertThat(taken.events).hasSizeLessThanOrEqualTo(1_000 * polls);
        }
        assertThat(polls).isGreaterThanOrEqualTo(2);
        assertThat(taken.events).hasSize(2_500);
    }

    @Test
    void poll_overwrittenRows_areReportedOnceASecondAndCounted() {
        FlowCursor cursor = open(FOLLOW);
        write(1);
        end(cursor);
        write(4_095 + 10);
        end(cursor);
        assertThat(taken.events).hasSize(1 + 4_095 + 1).endsWith("4105", "10 of 3 lost");
        write(4_095 + 7);
        end(cursor);
        assertThat(taken.events).hasSize(1 + 2 * 4_095 + 1);
        now += SECOND;
        end(cursor);
        assertThat(taken.events).endsWith("7 of 3 lost");
        assertThat(readers.skipped()).isEqualTo(17);
        assertThat(readers.lapped()).isEqualTo(2);
        assertThat(readers.farthestBehind(1)).extracting(ReaderStatus::missed).containsExactly(17L);
    }

    /** The search goes backwards. Only what a forward read has missed counts as lost, as from Cilium 1.21 on. */
    @Test
    void poll_searchThatIsOvertaken_countsNoLoss() throws Exception {
        write(4_095);
        FlowMatcher drops = new Filters(new FlowUuid())
                .compile(
                        List.of(FlowFilter.newBuilder()
                                .addVerdict(Verdict.DROPPED)
                                .build()),
                        List.of());
        FlowCursor cursor = open(query(4_095, false, drops));
        assertThat(cursor.poll(taken)).isEqualTo(PollResult.MORE);
        write(4_095);
        assertThat(end(cursor)).isEqualTo(PollResult.ENDED);
        assertThat(taken.events).isEmpty();
        assertThat(readers.lapped()).isZero();
    }

    @Test
    void poll_followedUntilATime_endsWhenNothingCanBelongToIt() {
        FlowCursor cursor = open(new FlowQuery(
                Long.MAX_VALUE, false, true, Long.MIN_VALUE, NOW + SECOND, Filters.EVERYTHING, false, null));
        write(2);
        assertThat(end(cursor)).isEqualTo(PollResult.CAUGHT_UP);
        now += 2 * SECOND;
        assertThat(end(cursor)).as("an event may still be on its way").isEqualTo(PollResult.CAUGHT_UP);
        now++;
        assertThat(end(cursor)).isEqualTo(PollResult.ENDED);
        assertThat(taken.events).containsExactly("0", "1");
    }

    private static FlowQuery query(long number, boolean follow, FlowMatcher filter) {
        return new FlowQuery(number, false, follow, Long.MIN_VALUE, Long.MAX_VALUE, filter, false, null);
    }

    private FlowCursor open(FlowQuery query) {
        return new FlowCursor(query, rings, readers.open(IDENTITY, rings.flows()::written), context);
    }

    /** Polls until something else than another slice is needed. */
    private PollResult end(FlowCursor cursor) {
        PollResult result = PollResult.MORE;
        while (result == PollResult.MORE) {
            result = cursor.poll(taken);
        }
        return result;
    }

    private void write(int flows) {
        for (int i = 0; i < flows; i++) {
            long sequence = rings.flows().written();
            FlowWriter row = rings.flows().claim();
            row.addFlags(FlowFlags.EVENT_TYPE);
            row.timeNanos(sequence * SECOND);
            row.verdict(sequence % 4 == 3 ? Verdict.DROPPED_VALUE : Verdict.FORWARDED_VALUE);
            rings.flows().publish();
        }
    }

    private void lose(int second, int events) {
        rings.losses().add(new LossNote(LossNote.PERF_RING, 0, events, second * SECOND, second * SECOND));
    }

    /** The numbers of flows, and the losses with their number and source. */
    private static final class Taken implements FlowHandler {
        private final List<String> events = new ArrayList<>();
        private int room = Integer.MAX_VALUE;

        @Override
        public boolean isReady() {
            return events.size() < room;
        }

        @Override
        public void onFlow(FlowView flow) {
            assertThat(flow.timeNanos()).isEqualTo(flow.sequence() * SECOND);
            events.add(Long.toString(flow.sequence()));
        }

        @Override
        public void onLost(LossNote note, long timeNanos) {
            events.add(note.count() + " of " + note.source() + " lost");
        }
    }
}
