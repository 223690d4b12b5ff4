// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.TraceContext;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/**
 * {@code trace_id} of L7 messages and {@code ip_trace_id} of packets. An empty or zero id matches flows without an id.
 */
public final class TraceIdFilter {
    private TraceIdFilter() {}

    public static void addTraceId(FlowFilter filter, AllOf.Builder all) {
        if (filter.getTraceIdCount() > 0) {
            List<String> wanted = List.copyOf(filter.getTraceIdList());
            all.add(AllOf.Cost.LISTS, flow -> wanted.contains(traceId(flow)));
        }
    }

    public static void addIpTraceId(FlowFilter filter, AllOf.Builder all) {
        if (filter.getIpTraceIdCount() > 0) {
            long[] wanted = filter.getIpTraceIdList().stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            all.add(AllOf.Cost.OTHER_LINES, flow -> {
                long id = flow.has(FlowFlags.IP_TRACE_ID) ? flow.ipTraceId() : 0;
                for (long candidate : wanted) {
                    if (candidate == id) {
                        return true;
                    }
                }
                return false;
            });
        }
    }

    private static String traceId(FlowView flow) {
        Detail detail = flow.detail();
        TraceContext trace = detail == null ? null : detail.traceContext();
        return trace == null ? "" : trace.traceId();
    }
}
