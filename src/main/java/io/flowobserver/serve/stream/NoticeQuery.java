// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.entity.Notice;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.ring.NoticeRing;

/**
 * A validated {@code GetAgentEventsRequest} or {@code GetDebugEventsRequest}.
 *
 * @param number the limit of events; {@link Long#MAX_VALUE} for all
 * @param first whether to return the oldest events instead of the newest
 * @param follow whether to return new events too
 * @param sinceNanos the oldest time in nanoseconds since 1970; {@link Long#MIN_VALUE} for any
 * @param untilNanos the newest time in nanoseconds since 1970; {@link Long#MAX_VALUE} for any
 */
record NoticeQuery(long number, boolean first, boolean follow, long sinceNanos, long untilNanos) {
    /**
     * Validates a request.
     *
     * @throws FlowQuery.InvalidRequest with the status that ends the call
     */
    static NoticeQuery of(GetAgentEventsRequest request) throws FlowQuery.InvalidRequest {
        FlowQuery.refuseFirstWithFollow(request.getFirst(), request.getFollow());
        return new NoticeQuery(
                FlowQuery.atMost(request.getNumber()),
                request.getFirst(),
                request.getFollow(),
                request.hasSince() ? FlowQuery.nanos(request.getSince()) : Long.MIN_VALUE,
                request.hasUntil() ? FlowQuery.nanos(request.getUntil()) : Long.MAX_VALUE);
    }

    /**
     * Validates a request.
     *
     * @throws FlowQuery.InvalidRequest with the status that ends the call
     */
    static NoticeQuery of(GetDebugEventsRequest request) throws FlowQuery.InvalidRequest {
        GetAgentEventsRequest.Builder same = GetAgentEventsRequest.newBuilder()
                .setNumber(request.getNumber())
                .setFirst(request.getFirst())
                .setFollow(request.getFollow());
        if (request.hasSince()) {
            same.setSince(request.getSince());
        }
        if (request.hasUntil()) {
            same.setUntil(request.getUntil());
        }
        return of(same.build());
    }

    /**
     * Returns the sequence of the first notice to read. The rings are small, so it is found by walking. Times may run
     * backwards where the clock was set back.
     */
    long start(NoticeRing ring, long written) {
        if (sinceNanos != Long.MIN_VALUE) {
            return firstSince(ring, written);
        }
        if (first) {
            return ring.oldest();
        }
        boolean all = number == Long.MAX_VALUE;
        if (all) {
            return follow ? Math.max(ring.oldest(), written - 1) : ring.oldest();
        }
        long end = untilNanos == Long.MAX_VALUE ? written : behind(ring, written, untilNanos);
        return Math.max(ring.oldest(), end - Math.min(end, number));
    }

    private long firstSince(NoticeRing ring, long written) {
        long sequence = ring.oldest();
        while (sequence < written) {
            Notice notice = ring.read(sequence);
            if (notice != null && notice.timeNanos() >= sinceNanos) {
                return sequence;
            }
            sequence++;
        }
        return written;
    }

    /** Behind the last notice whose time is not after the given one. */
    private static long behind(NoticeRing ring, long written, long timeNanos) {
        long sequence = written;
        while (sequence > ring.oldest()) {
            Notice notice = ring.read(sequence - 1);
            if (notice == null || notice.timeNanos() <= timeNanos) {
                return sequence;
            }
            sequence--;
        }
        return sequence;
    }
}
