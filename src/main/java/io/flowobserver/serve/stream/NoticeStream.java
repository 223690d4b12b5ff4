// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.entity.Notice;
import io.flowobserver.reader.NoticeQuery;
import io.flowobserver.reader.TimeSlice;
import io.flowobserver.ring.NoticeReader;
import io.flowobserver.ring.NoticeRing;

/**
 * The stream of one GetAgentEvents or GetDebugEvents call. Events that the ring dropped before the client took them are
 * counted but not reported, because the responses have no field for them.
 */
final class NoticeStream extends ResponseStream {
    private final NoticeQuery query;
    private final NoticeRing ring;
    private final NoticeReader reader;
    /** The sequence at which the response ends; the maximum for a follower. */
    private final long end;

    /** How many there were at the beginning. */
    private final long begun;

    private long sent;
    private long missed;

    NoticeStream(FlowSink sink, NoticeQuery query, StreamLoop loop, Origin origin) {
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

    /** The ring of the events, and the source with the shared counts. */
    record Origin(FlowSource source, NoticeRing ring) {}

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
        return reader.position() > end || (notice.timeNanos() > query.untilNanos() && reader.position() > begun);
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
