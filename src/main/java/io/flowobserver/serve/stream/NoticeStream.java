// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.entity.Notice;
import io.flowobserver.reader.NoticeCursor;
import io.flowobserver.reader.NoticeHandler;
import io.flowobserver.reader.NoticeQuery;
import io.flowobserver.reader.PollResult;
import io.flowobserver.ring.NoticeRing;

/** The stream of one GetAgentEvents or GetDebugEvents call: encodes what its cursor reads. */
final class NoticeStream extends ResponseStream implements NoticeHandler {
    private final NoticeCursor cursor;

    NoticeStream(FlowSink sink, NoticeQuery query, StreamLoop loop, Origin origin) {
        super(sink, loop, origin.source, origin.ring::written);
        this.cursor = new NoticeCursor(query, origin.ring, entry(), loop.reading());
    }

    /** The ring of the events, and the source with what all streams share. */
    record Origin(FlowSource source, NoticeRing ring) {}

    @Override
    PollResult poll() {
        return cursor.poll(this);
    }

    @Override
    boolean hasMore() {
        return cursor.hasMore();
    }

    @Override
    public void onNotice(Notice notice) {
        ResponseMessage message = loop().message();
        message.notice(notice, source().nodeName());
        send(message);
    }
}
