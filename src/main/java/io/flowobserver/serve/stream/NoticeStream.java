// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.entity.Notice;
import io.flowobserver.ring.NoticeReader;
import io.flowobserver.ring.NoticeRing;

/**
 * One GetAgentEvents or GetDebugEvents call. What the ring dropped before the client took it is counted and not told:
 * these answers have no field for it.
 */
public final class NoticeStream extends ResponseStream {
    private final NoticeQuery query;
    private final NoticeRing ring;
    private final NoticeReader reader;
    /** The first sequence beyond an answer that does not follow. */
    private final long end;

    /** How many there were at the beginning. */
    private final long begun;

    private long sent;
    private long missed;

    public NoticeStream(FlowSink sink, NoticeQuery query, StreamLoop loop, Origin origin) {
        super(sink, loop, origin.source);
        this.query = query;
        this.ring = origin.ring;
        this.reader = new NoticeReader(ring);
        // One look at the counter: start and end of an answer belong together.
        long written = ring.written();
        this.begun = written;
        this.end = query.follow() ? Long.MAX_VALUE : written;
        reader.seek(query.start(ring, written));
    }

    /** Where the events come from. */
    public record Origin(FlowSource source, NoticeRing ring) {}

    @Override
    void turn() {
        boolean ready = isReady();
        TimeSlice slice = loop().slice();
        slice.begin(false);
        while (ready && slice.take()) {
            if (isComplete()) {
                close();
                return;
            }
            Notice notice = reader.next();
            countMissed();
            if (notice == null) {
                if (isPast(query.untilNanos())) {
                    close();
                    return;
                }
                if (await()) {
                    return;
                }
            } else if (isBehindTheEnd(notice)) {
                close();
                return;
            } else if (notice.timeNanos() >= query.sinceNanos() && notice.timeNanos() <= query.untilNanos()) {
                deliver(notice);
                ready = isReady();
            }
        }
        if (ready) {
            submit();
        }
    }

    /** Of notices that were there at the beginning, one that is too late may stand before others that are not. */
    private boolean isBehindTheEnd(Notice notice) {
        return reader.position() > end || notice.timeNanos() > query.untilNanos() && reader.position() > begun;
    }

    @Override
    boolean hasMore() {
        return ring.written() > reader.position();
    }

    private boolean isComplete() {
        return !query.follow() && (sent >= query.number() || reader.position() >= end);
    }

    private void deliver(Notice notice) {
        ResponseMessage message = loop().message();
        message.notice(notice, source().nodeName());
        send(message);
        sent++;
    }

    private void countMissed() {
        if (reader.lost() > missed) {
            source().streams().lapped(reader.lost() - missed);
            missed = reader.lost();
        }
    }
}
