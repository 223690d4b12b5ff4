// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.entity.Notice;
import io.flowobserver.reader.registry.OpenReader;
import io.flowobserver.reader.registry.ReaderIdentity;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.NoticeRing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Reading events without a server. Event number n has the time n. */
class NoticeCursorTest {
    private static final NoticeQuery FOLLOW =
            new NoticeQuery(Long.MAX_VALUE, false, true, Long.MIN_VALUE, Long.MAX_VALUE);

    private final NoticeRing ring = new NoticeRing();
    private final Readers readers = new Readers();
    private final Taken taken = new Taken();

    @Test
    void poll_lastOnes_areTheNewest() {
        write(10);
        NoticeCursor cursor = open(new NoticeQuery(3, false, false, Long.MIN_VALUE, Long.MAX_VALUE));
        write(5);
        assertThat(end(cursor)).isEqualTo(PollResult.ENDED);
        assertThat(taken.times).containsExactly(7L, 8L, 9L);
    }

    @Test
    void poll_handlerThatTakesNoMore_missesWhatTheRingDrops() {
        NoticeCursor cursor = open(FOLLOW);
        taken.room = 2;
        write(3);
        assertThat(end(cursor)).isEqualTo(PollResult.PAUSED);
        write(NoticeRing.CAPACITY);
        assertThat(readers.maxLag(ReaderKind.GRPC)).isEqualTo(NoticeRing.CAPACITY + 1);
        taken.room = Integer.MAX_VALUE;
        assertThat(end(cursor)).isEqualTo(PollResult.CAUGHT_UP);
        List<Long> expected = LongStream.concat(LongStream.of(0, 1), LongStream.range(3, NoticeRing.CAPACITY + 3))
                .boxed()
                .toList();
        assertThat(taken.times).isEqualTo(expected);
        assertThat(readers.skipped()).isEqualTo(1);
        assertThat(readers.farthestBehind(1).get(0).delivered()).isEqualTo(NoticeRing.CAPACITY + 2);
        assertThat(readers.maxLag(ReaderKind.GRPC)).isZero();
    }

    private NoticeCursor open(NoticeQuery query) {
        OpenReader entry = readers.open(new ReaderIdentity(ReaderKind.GRPC, "test"), ring::written);
        return new NoticeCursor(query, ring, entry, new ReadContext());
    }

    /** Polls until something else than another slice is needed. */
    private PollResult end(NoticeCursor cursor) {
        PollResult result = PollResult.MORE;
        while (result == PollResult.MORE) {
            result = cursor.poll(taken);
        }
        return result;
    }

    private void write(int notices) {
        for (int i = 0; i < notices; i++) {
            ring.write(new Notice(ring.written(), new byte[1]));
        }
    }

    private static final class Taken implements NoticeHandler {
        private final List<Long> times = new ArrayList<>();
        private int room = Integer.MAX_VALUE;

        @Override
        public boolean isReady() {
            return times.size() < room;
        }

        @Override
        public void onNotice(Notice notice) {
            times.add(notice.timeNanos());
        }
    }
}
