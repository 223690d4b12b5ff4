// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.Colors;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.flow.text.Times;
import io.flowobserver.proto.flow.AuthType;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.LostEvent;
import io.flowobserver.proto.flow.Policy;
import io.flowobserver.proto.flow.Verdict;
import java.util.List;

/** The parts of a flow that have the same text in all printers for people. */
final class FlowFields {
    private final Colors colors;
    private final boolean policyNames;

    FlowFields(LineStyle style) {
        this.colors = style.colors();
        this.policyNames = style.policyNames();
    }

    void appendVerdict(StringBuilder out, Flow flow) {
        Verdict verdict = flow.getVerdict();
        boolean colored = colors.verdict(out, verdict);
        if (EventTypeText.isPolicyVerdict(flow)) {
            switch (verdict) {
                case FORWARDED, REDIRECTED -> appendDecision(out, "ALLOWED", allowedBy(flow));
                case DROPPED, ERROR -> appendDecision(out, "DENIED", deniedBy(flow));
                case AUDIT -> appendDecision(out, "AUDITED", deniedBy(flow));
                default -> EnumText.append(out, verdict, flow.getVerdictValue());
            }
        } else {
            EnumText.append(out, verdict, flow.getVerdictValue());
        }
        if (colored) {
            colors.end(out);
        }
    }

    /** Appends the decision, and after it the policies by name and kind, if they are wanted and known. */
    private void appendDecision(StringBuilder out, String decision, List<Policy> policies) {
        out.append(decision);
        if (!policyNames || policies.isEmpty()) {
            return;
        }
        String separator = " BY ";
        for (Policy policy : policies) {
            SafeText.append(out.append(separator), policy.getName());
            if (!policy.getKind().isEmpty()) {
                SafeText.append(out.append(" ("), policy.getKind());
                out.append(')');
            }
            separator = ", ";
        }
    }

    private static List<Policy> allowedBy(Flow flow) {
        return switch (flow.getTrafficDirection()) {
            case INGRESS -> flow.getIngressAllowedByList();
            case EGRESS -> flow.getEgressAllowedByList();
            default -> List.of();
        };
    }

    private static List<Policy> deniedBy(Flow flow) {
        return switch (flow.getTrafficDirection()) {
            case INGRESS -> flow.getIngressDeniedByList();
            case EGRESS -> flow.getEgressDeniedByList();
            default -> List.of();
        };
    }

    @SuppressWarnings("deprecation") // Flow.Summary is deprecated upstream, but it is the only one-line text
    void appendSummary(StringBuilder out, Flow flow) {
        if (flow.getIpTraceId().getTraceId() != 0) {
            out.append("IP Trace ID: ")
                    .append(Long.toUnsignedString(flow.getIpTraceId().getTraceId()))
                    .append("; ");
        }
        SafeText.append(out, flow.getSummary());
        AuthType auth = flow.getAuthType();
        if (auth != AuthType.DISABLED) {
            out.append("; Auth: ");
            if (auth == AuthType.TEST_ALWAYS_FAIL) {
                colors.refused(out);
            } else {
                colors.granted(out);
            }
            EnumText.append(out, auth, flow.getAuthTypeValue());
            colors.end(out);
        }
    }

    /** Appends the time of the lost events, if it is known. */
    static void appendPeriod(StringBuilder out, LostEvent lost, Times times) {
        if (lost.hasFirst() && lost.hasLast()) {
            out.append(" (first: ");
            times.appendStamp(out, true, lost.getFirst());
            out.append(", last: ");
            times.appendStamp(out, true, lost.getLast());
            out.append(')');
        }
    }

    /** Appends the summary of lost events. */
    static void appendLost(StringBuilder out, LostEvent lost, Times times) {
        out.append("CPU(")
                .append(lost.getCpu().getValue())
                .append(") - ")
                .append(Long.toUnsignedString(lost.getNumEventsLost()));
        appendPeriod(out, lost, times);
    }
}
