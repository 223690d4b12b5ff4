// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.filter.Filters;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.reader.registry.OpenReader;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.RingReader;
import io.flowobserver.ring.Rings;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the flows of one query from the ring, in order, and reports losses between them. It finds the first flow, then
 * passes flows on as long as the handler takes them.
 *
 * <p>Only one thread at a time may use it. It never waits: each {@link #poll} takes one time slice. Between two slices it
 * holds no flow: what the handler has not taken stays in the ring. If the ring overwrites some of it, the handler is told
 * how many flows it missed.
 */
public final class FlowCursor {
    private final FlowQuery query;
    private final FlowRing ring;
    private final OpenReader entry;
    private final ReadContext context;
    private final RingReader reader;
    private final Predicate<FlowView> glance;
    private final LossReports losses;
    private final UntilDeadline deadline;
    /** The sequence at which the answer ends; the maximum for a follower. */
    private final long end;

    private @Nullable FlowSearch search;
    private long promisedFrom;
    private boolean started;
    private long delivered;

    /**
     * Creates a cursor for what the rings hold now, and for what they will hold if the query follows.
     *
     * @param entry where the cursor says how far it is; the caller closes it
     */
    public FlowCursor(FlowQuery query, Rings rings, OpenReader entry, ReadContext context) {
        this.query = query;
        this.ring = rings.flows();
        this.entry = entry;
        this.context = context;
        this.deadline = new UntilDeadline(query.untilNanos(), context.nowNanos());
        this.reader = ring.reader();
        this.glance = query.filter() == Filters.EVERYTHING ? RingReader.EACH : this::isOfInterest;
        this.losses = new LossReports(rings.losses(), query.follow(), context);
        // One look at the counter: start and end of an answer belong together.
        long written = ring.written();
        this.end = query.follow() ? Long.MAX_VALUE : written;
        this.search = new FlowSearch(query, ring, written, context.view());
        entry.progress(reader.position(), 0);
    }

    /**
     * Passes flows on for one time slice, as long as the handler takes them.
     *
     * <p>After {@link PollResult#CAUGHT_UP} it should be called when the ring has new flows ({@link #hasMore}), and about
     * once a second without new flows, because loss notes and an end by time may be due.
     */
    public PollResult poll(FlowHandler handler) {
        context.slice().begin(query.heavy());
        PollResult result = search == null ? deliver(handler) : locate(search);
        entry.progress(reader.position(), delivered);
        return result;
    }

    /** Returns whether the ring has flows that were not read yet. */
    public boolean hasMore() {
        return ring.written() > reader.position();
    }

    private PollResult locate(FlowSearch current) {
        if (current.advance(context.slice(), context.view())) {
            reader.seek(current.start());
            promisedFrom = current.promisedFrom();
            search = null;
        }
        return PollResult.MORE;
    }

    private PollResult deliver(FlowHandler handler) {
        losses.refresh();
        TimeSlice slice = context.slice();
        PollResult result = handler.isReady() ? PollResult.MORE : PollResult.PAUSED;
        while (result == PollResult.MORE && slice.take()) {
            losses.whileBehind(handler);
            result = isComplete() ? finish(handler) : step(handler);
        }
        return result;
    }

    private boolean isComplete() {
        return isEnough() || reader.position() >= end;
    }

    private boolean isEnough() {
        return delivered >= query.number() && !query.follow();
    }

    /** Reads one flow. */
    private PollResult step(FlowHandler handler) {
        FlowView flow = context.view();
        switch (nextOfInterest(flow)) {
            case EMPTY -> {
                return caughtUp(handler);
            }
            case LAPPED -> {
                lapped();
                return PollResult.MORE;
            }
            case SKIPPED -> {
                return PollResult.MORE;
            }
            case OK -> {
                // Handled below.
            }
        }
        if (flow.timeNanos() > query.untilNanos()) {
            return passStep(handler);
        }
        if (!started) {
            started = true;
            losses.startAt(Math.max(flow.timeNanos(), query.sinceNanos()));
        }
        if (flow.timeNanos() < query.sinceNanos() || !query.filter().test(flow)) {
            return PollResult.MORE;
        }
        losses.upTo(flow.timeNanos(), handler);
        handler.onFlow(flow);
        delivered++;
        return handler.isReady() ? PollResult.MORE : PollResult.PAUSED;
    }

    /** After a flow that is too late: goes on where the clock was set back, or ends the answer. */
    private PollResult passStep(FlowHandler handler) {
        long step = ring.steps().after(reader.position() - 1);
        if (step >= Math.min(end, ring.written())) {
            return finish(handler);
        }
        reader.seek(step);
        return PollResult.MORE;
    }

    /** Passes over what a glance shows to be unwanted, as far as the slice and the answer go. */
    private RingReader.Result nextOfInterest(FlowView flow) {
        TimeSlice slice = context.slice();
        RingReader.Result result = reader.read(flow, glance);
        while (result == RingReader.Result.SKIPPED && reader.position() < end && slice.take()) {
            result = reader.read(flow, glance);
        }
        return result;
    }

    /**
     * Returns whether to read the whole row of a flow: if it may match, if it is the first, or if its time ends the
     * answer.
     */
    private boolean isOfInterest(FlowView flow) {
        return !started
                || flow.timeNanos() > query.untilNanos()
                || query.filter().glance(flow);
    }

    /** Counts overwritten flows, except for old ones that an answer from the oldest flow on did not promise. */
    private void lapped() {
        long from = reader.position() - reader.lost();
        long to = Math.min(reader.position(), end);
        long lost = to - (started ? from : Math.max(from, promisedFrom));
        if (lost > 0) {
            losses.missed(lost);
            entry.missed(lost);
        }
    }

    /** Reports what is due at the end of the ring. An answer with a newest time may end here. */
    private PollResult caughtUp(FlowHandler handler) {
        losses.caughtUp(handler);
        if (deadline.isPast(context.nowNanos())) {
            return finish(handler);
        }
        // Flows that came meanwhile belong to this slice: it costs more to return and to be called again.
        return hasMore() ? PollResult.MORE : PollResult.CAUGHT_UP;
    }

    /** Reports the last losses. An answer that has all the flows that were asked for needs no further loss note. */
    private PollResult finish(FlowHandler handler) {
        if (!started && !query.follow()) {
            losses.startAt(query.sinceNanos());
        }
        losses.last(isEnough() ? Long.MIN_VALUE : query.untilNanos(), handler);
        return PollResult.ENDED;
    }
}
