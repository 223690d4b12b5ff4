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
final class NoticeStream extends ResponseStream {
    private final NoticeQuery query;
    private final NoticeRing ring;
    private final NoticeReader reader;
    /** The first sequence beyond an answer that does not follow. */
    private final long end;

    private long sent;
    private long missed;

    NoticeStream(FlowSink sink, NoticeQuery query, StreamLoop loop, Origin origin) {
        super(sink, loop, origin.source);
        this.query = query;
        this.ring = origin.ring;
        this.reader = new NoticeReader(ring);
        this.end = query.follow() ? Long.MAX_VALUE : ring.written();
        reader.seek(query.start(ring));
    }

    /** Where the events come from. */
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
            } else if (notice.timeNanos() > query.untilNanos() || reader.position() > end) {
                close();
                return;
            } else if (notice.timeNanos() >= query.sinceNanos()) {
                deliver(notice);
                ready = isReady();
            }
        }
        if (ready) {
            submit();
        }
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
