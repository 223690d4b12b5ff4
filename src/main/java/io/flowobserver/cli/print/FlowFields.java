// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.Colors;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.flow.text.Times;
import io.flowobserver.proto.flow.AuthType;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.LostEvent;
import io.flowobserver.proto.flow.Verdict;

/** The parts of a flow that have the same text in all printers for people. */
final class FlowFields {
    private final Colors colors;

    FlowFields(Colors colors) {
        this.colors = colors;
    }

    void appendVerdict(StringBuilder out, Flow flow) {
        Verdict verdict = flow.getVerdict();
        boolean colored = colors.verdict(out, verdict);
        if (EventTypeText.isPolicyVerdict(flow)) {
            switch (verdict) {
                case FORWARDED, REDIRECTED -> out.append("ALLOWED");
                case DROPPED, ERROR -> out.append("DENIED");
                case AUDIT -> out.append("AUDITED");
                default -> EnumText.append(out, verdict, flow.getVerdictValue());
            }
        } else {
            EnumText.append(out, verdict, flow.getVerdictValue());
        }
        if (colored) {
            colors.end(out);
        }
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
