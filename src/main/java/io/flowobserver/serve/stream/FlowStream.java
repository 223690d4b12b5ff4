// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.reader.FlowCursor;
import io.flowobserver.reader.FlowHandler;
import io.flowobserver.reader.FlowQuery;
import io.flowobserver.reader.PollResult;
import io.flowobserver.ring.LossNote;

/**
 * The stream of one GetFlows call: encodes what its cursor reads. Flows that the client has not taken stay in the ring.
 * If the ring overwrites some of them, the client gets the number of missed flows.
 */
final class FlowStream extends ResponseStream implements FlowHandler {
    private final FlowQuery query;
    private final FlowCursor cursor;

    FlowStream(FlowSink sink, FlowQuery query, StreamLoop loop, FlowSource source) {
        super(sink, loop, source, source.ring()::written);
        this.query = query;
        this.cursor = new FlowCursor(query, source.rings(), entry(), loop.reading());
    }

    @Override
    PollResult poll() {
        return cursor.poll(this);
    }

    @Override
    boolean hasMore() {
        return cursor.hasMore();
    }

    @Override
    public void onFlow(FlowView flow) {
        StreamLoop loop = loop();
        boolean shared = source().streams().open() > 1;
        send(shared ? loop.sharedAnswer(flow, query.mask()) : loop.answer(flow, query.mask()));
    }

    @Override
    public void onLost(LossNote note, long timeNanos) {
        ResponseMessage message = loop().message();
        message.lost(note, source().nodeName(), timeNanos);
        send(message);
    }
}
