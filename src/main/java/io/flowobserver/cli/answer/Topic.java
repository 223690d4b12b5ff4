// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import io.flowobserver.flow.row.MessageType;
import io.flowobserver.proto.flow.EventTypeFilter;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.node.Unseen;
import io.flowobserver.proto.node.UnseenKind;
import java.util.List;
import java.util.Set;

/** What a filter can ask for that not every server sees. */
enum Topic {
    DROPS(UnseenKind.UNSEEN_KIND_DROPS),
    VERDICTS(UnseenKind.UNSEEN_KIND_POLICY_VERDICTS),
    L7(UnseenKind.UNSEEN_KIND_L7),
    NAMES(UnseenKind.UNSEEN_KIND_NAMES);

    private static final Set<String> L7_PROTOCOLS = Set.of("http", "dns", "kafka");

    private final UnseenKind kind;

    Topic(UnseenKind kind) {
        this.kind = kind;
    }

    /** Returns whether a server that says it cannot see this cannot see the topic. */
    boolean is(Unseen unseen) {
        return unseen.getKind() == kind;
    }

    boolean isAskedBy(FlowFilter filter) {
        return switch (this) {
            case DROPS ->
                filter.getVerdictList().stream().anyMatch(v -> v == Verdict.DROPPED || v == Verdict.ERROR)
                        || filter.getDropReasonDescCount() > 0
                        || isOfType(filter, MessageType.DROP);
            case VERDICTS ->
                filter.getVerdictList().contains(Verdict.AUDIT) || isOfType(filter, MessageType.POLICY_VERDICT);
            case L7 ->
                filter.getProtocolList().stream().anyMatch(L7_PROTOCOLS::contains)
                        || isOfType(filter, MessageType.ACCESS_LOG)
                        || filter.getHttpStatusCodeCount() + filter.getHttpMethodCount() + filter.getHttpPathCount() > 0
                        || filter.getHttpUrlCount() + filter.getHttpHeaderCount() + filter.getDnsQueryCount() > 0;
            case NAMES ->
                filter.getSourcePodCount() + filter.getDestinationPodCount() > 0
                        || filter.getSourceLabelCount() + filter.getDestinationLabelCount() > 0
                        || filter.getSourceServiceCount() + filter.getDestinationServiceCount() > 0
                        || filter.getSourceWorkloadCount() + filter.getDestinationWorkloadCount() > 0;
        };
    }

    private static boolean isOfType(FlowFilter filter, int type) {
        List<EventTypeFilter> types = filter.getEventTypeList();
        return types.stream().anyMatch(each -> each.getType() == type);
    }
}
