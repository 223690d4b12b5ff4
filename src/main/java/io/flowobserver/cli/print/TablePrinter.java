// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.Table;
import io.flowobserver.cli.print.counts.CountsText;
import io.flowobserver.cli.print.counts.FlowCounts;
import io.flowobserver.flow.text.Times;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.LostEvent;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints flows as a table whose columns are as wide as their widest text, in exactly the format of the hubble CLI.
 * Therefore it prints nothing before the end. Source and destination are those of the packet, also for a reply. The
 * table has no colors.
 */
public final class TablePrinter implements FlowPrinter {
    /**
     * The limit of rows. A longer table is printed in parts, each with its own widths, to limit the memory of the
     * client.
     */
    static final int MAX_ROWS = 50_000;

    private static final int PACKETS = 6;
    private static final int BYTES = 7;

    private final boolean nodeName;
    private final boolean counted;
    private final PeerColumns hosts;
    private final FlowFields text;
    private final Times times;
    private final StringBuilder cell = new StringBuilder();
    private final Table table;

    /**
     * Creates a printer.
     *
     * @param style how to print; its colors are ignored
     * @param hosts prints the two sides, without colors
     * @param counted whether to print columns of packets and bytes, which the hubble CLI does not have
     */
    public TablePrinter(LineStyle style, PeerColumns hosts, boolean counted) {
        this.counted = counted;
        this.nodeName = style.nodeName();
        this.hosts = hosts;
        this.text = new FlowFields(style.withoutColors());
        this.times = new Times(style.timeFormat());
        this.table = new Table(
                row("TIMESTAMP", "NODE", "SOURCE", "DESTINATION", "TYPE", "VERDICT", "PACKETS", "BYTES", "SUMMARY"));
    }

    /** Adds a row. If there are too many rows, prints them. */
    @Override
    public void append(StringBuilder out, GetFlowsResponse response) {
        switch (response.getResponseTypesCase()) {
            case FLOW -> addFlow(response.getFlow());
            case LOST_EVENTS -> addLost(response);
            case NODE_STATUS -> {
                NodeStatusText.append(out, response, times);
                return;
            }
            default -> add("N/A", "", "N/A", "N/A", "N/A", "N/A", "", "", "a response of an unknown type");
        }
        if (table.size() == MAX_ROWS) {
            finish(out);
        }
    }

    @Override
    public void finish(StringBuilder out) {
        if (table.size() > 0) {
            table.append(out);
        }
    }

    private void addFlow(Flow flow) {
        times.appendStamp(cell, flow.hasTime(), flow.getTime());
        String time = take();
        SafeText.append(cell, flow.getNodeName());
        String node = take();
        hosts.append(cell, flow, true);
        String source = take();
        hosts.append(cell, flow, false);
        String destination = take();
        EventTypeText.append(cell, flow);
        String type = take();
        text.appendVerdict(cell, flow);
        String verdict = take();
        FlowCounts counts = FlowCounts.of(flow);
        CountsText.appendPackets(cell, counts);
        String packets = take();
        CountsText.appendBytes(cell, counts);
        String bytes = take();
        text.appendSummary(cell, flow);
        if (counted) {
            CountsText.appendSweep(cell, counts);
        }
        add(time, node, source, destination, type, verdict, packets, bytes, take());
    }

    private void addLost(GetFlowsResponse response) {
        LostEvent lost = response.getLostEvents();
        times.appendStamp(cell, response.hasTime(), response.getTime());
        String time = take();
        SafeText.append(cell, response.getNodeName());
        String node = take();
        EnumText.append(cell, lost.getSource(), lost.getSourceValue());
        String source = take();
        FlowFields.appendLost(cell, lost, times);
        add(time, node, source, "-", "EVENTS LOST", "-", "", "", take());
    }

    private void add(String... cells) {
        table.add(row(cells));
    }

    /** Returns a row of all columns. The second column is the node. */
    private List<String> row(String... cells) {
        List<String> row = new ArrayList<>(List.of(cells));
        if (!counted) {
            row.subList(PACKETS, BYTES + 1).clear();
        }
        if (!nodeName) {
            row.remove(1);
        }
        return row;
    }

    private String take() {
        String taken = cell.toString();
        cell.setLength(0);
        return taken;
    }
}
