// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.NumberSet;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;

/** {@code verdict}, {@code drop_reason_desc} and {@code reply}. */
public final class OutcomeFilter {
    private OutcomeFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) {
        if (filter.getVerdictCount() > 0) {
            var wanted = new NumberSet(filter.getVerdictValueList());
            all.add(AllOf.Cost.FIRST_LINE, flow -> wanted.has(flow.verdict()));
        }
        if (filter.getDropReasonDescCount() > 0) {
            var wanted = new NumberSet(filter.getDropReasonDescValueList());
            all.add(
                    AllOf.Cost.FIRST_LINE,
                    flow -> flow.verdict() == Verdict.DROPPED_VALUE && wanted.has(flow.dropReason()));
        }
        if (filter.getReplyCount() > 0) {
            addReply(filter.getReplyList().contains(true), filter.getReplyList().contains(false), all);
        }
    }

    /**
     * A dropped flow of unknown direction counts as no reply. Any other flow of unknown direction matches neither
     * value.
     */
    private static void addReply(boolean replies, boolean originals, AllOf.Builder all) {
        all.add(AllOf.Cost.FIRST_LINE, flow -> {
            int flags = flow.flags();
            if ((flags & FlowFlags.REPLY_KNOWN) == 0) {
                return originals && flow.verdict() == Verdict.DROPPED_VALUE;
            }
            return (flags & FlowFlags.REPLY) != 0 ? replies : originals;
        });
    }
}
