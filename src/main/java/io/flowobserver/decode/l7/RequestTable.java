// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import io.flowobserver.event.agent.AccessLog;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.entity.TraceContext;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.text.GoTime;
import org.jspecify.annotations.Nullable;

/**
 * Matches HTTP responses with their requests by the header {@code X-Request-Id}, to find the latency and the trace of a
 * response. Not thread-safe.
 */
final class RequestTable {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String TRACE_PARENT = "Traceparent";

    private final RequestMemory<GoTime> times = new RequestMemory<>();
    private final RequestMemory<TraceContext> traces = new RequestMemory<>();

    /**
     * Returns the nanoseconds from a request to this response; 0 if this is not a response or the request is unknown.
     */
    long latency(int type, AccessLog.Http http, GoTime time) {
        String id = http.header(REQUEST_ID);
        if (id.isEmpty()) {
            return 0;
        }
        if (type == Layer7.REQUEST) {
            times.put(id, time);
        }
        GoTime asked = type == Layer7.RESPONSE ? times.take(id) : null;
        return asked == null ? 0 : time.nanosSince(asked);
    }

    /**
     * Returns the trace from the header of a request, or for a response the trace of its request. Returns null if there
     * is none.
     */
    @Nullable
    TraceContext trace(int type, AccessLog.Http http, Generation generation) {
        String id = http.header(REQUEST_ID);
        if (type == Layer7.RESPONSE) {
            return id.isEmpty() ? null : traces.take(id);
        }
        String traceId = type == Layer7.REQUEST ? TraceParent.traceId(http.header(TRACE_PARENT), generation) : "";
        if (traceId.isEmpty()) {
            return null;
        }
        TraceContext trace = new TraceContext(traceId);
        if (!id.isEmpty()) {
            traces.put(id, trace);
        }
        return trace;
    }
}
