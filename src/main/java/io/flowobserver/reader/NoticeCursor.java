// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.flow.entity.Notice;
import io.flowobserver.reader.registry.OpenReader;
import io.flowobserver.ring.NoticeReader;
import io.flowobserver.ring.NoticeRing;

/**
 * Reads the agent or debug events of one query from their ring, in order. Events that the ring dropped before they were
 * read are counted but not reported, because no response has a field for them.
 *
 * <p>Only one thread at a time may use it. It never waits: each {@link #poll} takes one time slice.
 */
public final class NoticeCursor {
    private final NoticeQuery query;
    private final NoticeRing ring;
    private final OpenReader entry;
    private final ReadContext context;
    private final NoticeReader reader;
    private final UntilDeadline deadline;
    /** The sequence at which the answer ends; the maximum for a follower. */
    private final long end;

    /** How many there were at the beginning. */
    private final long begun;

    private long delivered;
    private long missed;

    /**
     * Creates a cursor for what the ring holds now, and for what it will hold if the query follows.
     *
     * @param entry where the cursor says how far it is; the caller closes it
     */
    public NoticeCursor(NoticeQuery query, NoticeRing ring, OpenReader entry, ReadContext context) {
        this.query = query;
        this.ring = ring;
        this.entry = entry;
        this.context = context;
        this.deadline = new UntilDeadline(query.untilNanos(), context.nowNanos());
        this.reader = new NoticeReader(ring);
        // One look at the counter: start and end of an answer belong together.
        long written = ring.written();
        this.begun = written;
        this.end = query.follow() ? Long.MAX_VALUE : written;
        reader.seek(query.start(ring, written));
        entry.progress(reader.position(), 0);
    }

    /**
     * Passes events on for one time slice, as long as the handler takes them. After {@link PollResult#CAUGHT_UP} it
     * should be called when the ring has new events ({@link #hasMore}), and about once a second without new events,
     * because an end by time may be due.
     */
    public PollResult poll(NoticeHandler handler) {
        TimeSlice slice = context.slice();
        slice.begin(false);
        PollResult result = handler.isReady() ? PollResult.MORE : PollResult.PAUSED;
        while (result == PollResult.MORE && slice.take()) {
            result = isComplete() ? PollResult.ENDED : step(handler);
        }
        entry.progress(reader.position(), delivered);
        return result;
    }

    /** Returns whether the ring has events that were not read yet. */
    public boolean hasMore() {
        return ring.written() > reader.position();
    }

    private PollResult step(NoticeHandler handler) {
        Notice notice = reader.next();
        countMissed();
        if (notice == null) {
            return caughtUp();
        }
        if (isBehindTheEnd(notice)) {
            return PollResult.ENDED;
        }
        if (notice.timeNanos() < query.sinceNanos() || notice.timeNanos() > query.untilNanos()) {
            return PollResult.MORE;
        }
        handler.onNotice(notice);
        delivered++;
        return handler.isReady() ? PollResult.MORE : PollResult.PAUSED;
    }

    private PollResult caughtUp() {
        if (deadline.isPast(context.nowNanos())) {
            return PollResult.ENDED;
        }
        return hasMore() ? PollResult.MORE : PollResult.CAUGHT_UP;
    }

    /** Of notices that were there at the beginning, one that is too late may stand before others that are not. */
    private boolean isBehindTheEnd(Notice notice) {
        return reader.position() > end || (notice.timeNanos() > query.untilNanos() && reader.position() > begun);
    }

    private boolean isComplete() {
        return !query.follow() && (delivered >= query.number() || reader.position() >= end);
    }

    private void countMissed() {
        if (reader.lost() > missed) {
            entry.missed(reader.lost() - missed);
            missed = reader.lost();
        }
    }
}
