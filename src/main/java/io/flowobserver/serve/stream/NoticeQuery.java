// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.entity.Notice;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.ring.NoticeRing;

/**
 * A checked {@code GetAgentEventsRequest} or {@code GetDebugEventsRequest}.
 *
 * @param number events wanted at most; {@link Long#MAX_VALUE} for all
 * @param sinceNanos oldest time wanted, {@link Long#MIN_VALUE} if any
 * @param untilNanos newest time wanted, {@link Long#MAX_VALUE} if any
 */
record NoticeQuery(long number, boolean first, boolean follow, long sinceNanos, long untilNanos) {
    /**
     * Checks a request.
     *
     * @throws FlowQuery.InvalidRequest with the status to end the call with
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
     * Checks a request.
     *
     * @throws FlowQuery.InvalidRequest with the status to end the call with
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
     * The sequence of the first notice to look at: the rings are small and their times never run backwards, so it is
     * found by walking back.
     */
    long start(NoticeRing ring) {
        long written = ring.written();
        if (sinceNanos != Long.MIN_VALUE) {
            return behind(ring, written, sinceNanos - 1);
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
