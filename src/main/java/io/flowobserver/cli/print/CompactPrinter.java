// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.Colors;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.print.counts.CountsText;
import io.flowobserver.cli.print.counts.FlowCounts;
import io.flowobserver.flow.text.Times;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.LostEvent;
import io.flowobserver.proto.observer.GetFlowsResponse;

/**
 * Prints each flow as one line for people, in exactly the format of the hubble CLI:
 * {@code TIME [NODE]: SOURCE (IDENTITY) -> DESTINATION (IDENTITY) TYPE VERDICT (SUMMARY)}. For a reply the two sides
 * are swapped, so that the side that opened the connection is always on the left.
 */
public final class CompactPrinter implements FlowPrinter {
    private final boolean nodeName;
    private final boolean counted;
    private final Colors colors;
    private final PeerColumns hosts;
    private final FlowFields text;
    private final Times times;

    /** Creates a printer of exactly these lines. */
    public CompactPrinter(LineStyle style, PeerColumns hosts) {
        this(style, hosts, false);
    }

    /**
     * Creates a printer.
     *
     * @param counted whether to print packets and bytes after a line, which the hubble CLI does not
     */
    public CompactPrinter(LineStyle style, PeerColumns hosts, boolean counted) {
        this.counted = counted;
        this.nodeName = style.nodeName();
        this.colors = style.colors();
        this.hosts = hosts;
        this.text = new FlowFields(style);
        this.times = new Times(style.timeFormat());
    }

    @Override
    public void append(StringBuilder out, GetFlowsResponse response) {
        switch (response.getResponseTypesCase()) {
            case FLOW -> appendFlow(out, response.getFlow());
            case LOST_EVENTS -> appendLost(out, response);
            case NODE_STATUS -> NodeStatusText.append(out, response, times);
            default -> out.append("N/A: the server sent a response of an unknown type");
        }
    }

    private void appendFlow(StringBuilder out, Flow flow) {
        times.appendStamp(out, flow.hasTime(), flow.getTime());
        if (nodeName) {
            out.append(" [");
            SafeText.append(out, flow.getNodeName());
            out.append(']');
        }
        out.append(": ");
        boolean reply = flow.hasIsReply() && flow.getIsReply().getValue();
        appendSide(out, flow, !reply);
        out.append(reply ? " <- " : flow.hasIsReply() ? " -> " : " <> ");
        appendSide(out, flow, reply);
        out.append(' ');
        EventTypeText.append(out, flow);
        out.append(' ');
        text.appendVerdict(out, flow);
        out.append(" (");
        text.appendSummary(out, flow);
        out.append(')');
        if (counted) {
            CountsText.appendSuffix(out, FlowCounts.of(flow));
        }
    }

    private void appendSide(StringBuilder out, Flow flow, boolean source) {
        hosts.append(out, flow, source);
        out.append(' ');
        colors.identity(out);
        IdentityNames.append(
                out,
                source ? flow.getSource().getIdentity() : flow.getDestination().getIdentity());
        colors.end(out);
    }

    private void appendLost(StringBuilder out, GetFlowsResponse response) {
        LostEvent lost = response.getLostEvents();
        times.appendStamp(out, response.hasTime(), response.getTime());
        out.append(" EVENTS LOST: ");
        EnumText.append(out, lost.getSource(), lost.getSourceValue());
        out.append(" CPU(")
                .append(lost.getCpu().getValue())
                .append(") ")
                .append(Long.toUnsignedString(lost.getNumEventsLost()));
        FlowFields.appendPeriod(out, lost, times);
    }
}
