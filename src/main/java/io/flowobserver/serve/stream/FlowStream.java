// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.filter.Filters;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.RingReader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one GetFlows call. It finds the first flow, then sends flows as long as the client can take them.
 *
 * <p>Runs on the event loop of the connection, in time slices. Between two slices it holds no flow: flows that the
 * client has not taken stay in the ring. If the ring overwrites some of them, the client gets the number of missed
 * flows.
 */
final class FlowStream extends ResponseStream {
    private final FlowQuery query;
    private final FlowSource source;
    private final RingReader reader;
    private final Predicate<FlowView> glance;
    private final LossNoteCursor notes;
    private final MissedFlows ringLoss = new MissedFlows();
    /** The sequence at which the response ends; the maximum for a follower. */
    private final long end;

    private @Nullable FlowSearch search;
    private long promisedFrom;
    private boolean started;
    private long sent;

    FlowStream(FlowSink sink, FlowQuery query, StreamLoop loop, FlowSource source) {
        super(sink, loop, source);
        this.query = query;
        this.source = source;
        this.reader = source.ring().reader();
        this.glance = query.filter() == Filters.EVERYTHING ? RingReader.EACH : this::isOfInterest;
        this.notes = new LossNoteCursor(source.ledger(), query.follow());
        // One look at the counter: start and end of an answer belong together.
        long written = source.ring().written();
        this.end = query.follow() ? Long.MAX_VALUE : written;
        this.search = new FlowSearch(query, source.ring(), written, loop.view());
    }

    @Override
    void turn() {
        if (search != null) {
            locate(search);
        } else {
            send();
        }
    }

    @Override
    boolean hasMore() {
        return source.ring().written() > reader.position();
    }

    private void locate(FlowSearch current) {
        if (current.advance(loop().slice(), loop().view())) {
            reader.seek(current.start());
            promisedFrom = current.promisedFrom();
            search = null;
        }
        submit();
    }

    private void send() {
        notes.refresh();
        boolean ready = isReady();
        TimeSlice slice = loop().slice();
        slice.begin(query.heavy());
        while (ready && slice.take()) {
            if (ringLoss.isPending() && ringLoss.isDue(System.nanoTime())) {
                sendRingLoss();
            }
            if (!query.follow() && (sent >= query.number() || reader.position() >= end)) {
                finish(sent < query.number() ? query.untilNanos() : Long.MIN_VALUE);
                return;
            }
            long before = sent;
            if (!step()) {
                return;
            }
            ready = sent == before || isReady();
        }
        if (ready) {
            submit();
        }
    }

    /** Reads one flow. Returns false if there is nothing more to do now. */
    private boolean step() {
        FlowView flow = loop().view();
        switch (nextOfInterest(flow)) {
            case EMPTY -> {
                return !caughtUp();
            }
            case LAPPED -> {
                lapped();
                return true;
            }
            case SKIPPED -> {
                return true;
            }
            case OK -> {
                // Handled below.
            }
        }
        if (flow.timeNanos() > query.untilNanos()) {
            return passStep();
        }
        if (!started) {
            started = true;
            notes.seek(Math.max(flow.timeNanos(), query.sinceNanos()));
        }
        if (flow.timeNanos() >= query.sinceNanos() && query.filter().test(flow)) {
            deliver(flow);
        }
        return true;
    }

    /** After a flow that is too late: goes on where the clock was set back, or ends the answer and returns false. */
    private boolean passStep() {
        long step = source.ring().steps().after(reader.position() - 1);
        if (step >= Math.min(end, source.ring().written())) {
            finish(query.untilNanos());
            return false;
        }
        reader.seek(step);
        return true;
    }

    /** Passes over what a glance shows to be unwanted, as far as the slice and the answer go. */
    private RingReader.Result nextOfInterest(FlowView flow) {
        TimeSlice slice = loop().slice();
        RingReader.Result result = reader.read(flow, glance);
        while (result == RingReader.Result.SKIPPED && reader.position() < end && slice.take()) {
            result = reader.read(flow, glance);
        }
        return result;
    }

    /**
     * Returns whether to read the whole row of a flow: if it may match, if it is the first, or if its time ends the
     * response.
     */
    private boolean isOfInterest(FlowView flow) {
        return !started
                || flow.timeNanos() > query.untilNanos()
                || query.filter().glance(flow);
    }

    /** Counts overwritten flows, except for old ones that a response from the oldest flow on did not promise. */
    private void lapped() {
        long from = reader.position() - reader.lost();
        long to = Math.min(reader.position(), end);
        long lost = to - (started ? from : Math.max(from, promisedFrom));
        if (lost > 0) {
            ringLoss.add(lost, System.nanoTime());
            source.streams().lapped(lost);
        }
    }

    private void deliver(FlowView flow) {
        sendNotes(flow.timeNanos());
        send(source.streams().open() > 1 ? loop().sharedAnswer(flow, query.mask()) : loop().answer(flow, query.mask()));
        sent++;
    }

    /**
     * Handles the end of the ring: sends due loss notes, then waits or ends. Returns false if a flow has arrived
     * meanwhile.
     */
    private boolean caughtUp() {
        if (ringLoss.isPending() && ringLoss.isDueAtLast(System.nanoTime())) {
            sendRingLoss();
        }
        sendNotes(Long.MAX_VALUE);
        if (isPast(query.untilNanos())) {
            finish(query.untilNanos());
            return true;
        }
        return await();
    }

    private void finish(long notesUntil) {
        if (!started && !query.follow()) {
            notes.seek(query.sinceNanos());
        }
        sendNotes(notesUntil);
        if (ringLoss.isPending()) {
            sendRingLoss();
        }
        close();
    }

    private void sendNotes(long timeNanos) {
        LossNote note = notes.next(timeNanos);
        while (note != null) {
            sendLoss(note, note.lastNanos());
            note = notes.next(timeNanos);
        }
    }

    private void sendRingLoss() {
        long now = source.nowNanos();
        sendLoss(ringLoss.take(System.nanoTime(), now), now);
    }

    private void sendLoss(LossNote note, long timeNanos) {
        ResponseMessage message = loop().message();
        message.lost(note, source.nodeName(), timeNanos);
        send(message);
    }
}
