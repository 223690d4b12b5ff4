// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.print.counts.CountsText;
import io.flowobserver.cli.print.counts.FlowCounts;
import io.flowobserver.flow.text.Times;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.LostEvent;
import io.flowobserver.proto.observer.GetFlowsResponse;

/**
 * Prints each flow as a few lines of the form {@code KEY: value}, with a line of dashes between flows, in exactly the
 * format of the hubble CLI; a flow with counts has lines for these too. Source and destination are those of the packet, also for a reply.
 */
public final class DictPrinter implements FlowPrinter {
    private static final String SEPARATOR = "------------\n";

    private final boolean nodeName;
    private final PeerColumns hosts;
    private final FlowFields text;
    private final Times times;
    private boolean started;

    /** Creates a printer. */
    public DictPrinter(LineStyle style, PeerColumns hosts) {
        this.nodeName = style.nodeName();
        this.hosts = hosts;
        this.text = new FlowFields(style);
        this.times = new Times(style.timeFormat());
    }

    @Override
    public void append(StringBuilder out, GetFlowsResponse response) {
        if (started) {
            out.append(SEPARATOR);
        }
        started = true;
        switch (response.getResponseTypesCase()) {
            case FLOW -> appendFlow(out, response.getFlow());
            case LOST_EVENTS -> appendLost(out, response);
            case NODE_STATUS -> NodeStatusText.appendDict(out, response, times);
            default -> out.append("    MESSAGE: the server sent a response of an unknown type");
        }
    }

    private void appendFlow(StringBuilder out, Flow flow) {
        out.append("  TIMESTAMP: ");
        times.appendStamp(out, flow.hasTime(), flow.getTime());
        appendNode(out, flow.getNodeName());
        out.append("\n     SOURCE: ");
        hosts.append(out, flow, true);
        out.append("\nDESTINATION: ");
        hosts.append(out, flow, false);
        out.append("\n       TYPE: ");
        EventTypeText.append(out, flow);
        out.append("\n    VERDICT: ");
        text.appendVerdict(out, flow);
        out.append("\n    SUMMARY: ");
        text.appendSummary(out, flow);
        CountsText.appendLines(out, FlowCounts.of(flow), times);
    }

    private void appendLost(StringBuilder out, GetFlowsResponse response) {
        LostEvent lost = response.getLostEvents();
        out.append("  TIMESTAMP: ");
        times.appendStamp(out, response.hasTime(), response.getTime());
        appendNode(out, response.getNodeName());
        out.append("\n     SOURCE: ");
        EnumText.append(out, lost.getSource(), lost.getSourceValue());
        out.append("\n       TYPE: EVENTS LOST\n    VERDICT: -\n    SUMMARY: ");
        FlowFields.appendLost(out, lost, times);
    }

    private void appendNode(StringBuilder out, String name) {
        if (nodeName) {
            out.append("\n       NODE: ");
            SafeText.append(out, name);
        }
    }
}
