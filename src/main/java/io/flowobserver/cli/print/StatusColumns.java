// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import com.google.protobuf.UInt32Value;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.Table;
import io.flowobserver.filter.flags.GoDuration;
import io.flowobserver.proto.observer.ServerStatusResponse;
import java.util.List;

/** The statistics of a server in the formats {@code dict} and {@code table} of the hubble CLI. */
public final class StatusColumns {
    private static final List<String> HEAD = List.of(
            "NUM FLOWS",
            "MAX FLOWS",
            "SEEN FLOWS",
            "FLOWS PER SECOND",
            "UPTIME",
            "NUM CONNECTED NODES",
            "NUM UNAVAILABLE NODES",
            "VERSION");
    private static final List<String> KEYS = List.of(
            "          NUM FLOWS",
            "          MAX FLOWS",
            "         SEEN FLOWS",
            "   FLOWS PER SECOND",
            "             UPTIME",
            "NUM CONNECTED NODES",
            " NUM UNAVAIL. NODES",
            "            VERSION");
    private static final String ABSENT = "N/A";

    private StatusColumns() {}

    /** Appends a line for each figure, each with its line end. */
    public static void appendDict(StringBuilder out, ServerStatusResponse status) {
        List<String> values = values(status);
        for (int i = 0; i < values.size(); i++) {
            out.append(KEYS.get(i)).append(": ").append(values.get(i)).append('\n');
        }
    }

    /** Appends a header and a row, each with its line end. */
    public static void appendTable(StringBuilder out, ServerStatusResponse status) {
        Table table = new Table(HEAD);
        table.add(values(status));
        table.append(out);
        out.append('\n');
    }

    private static List<String> values(ServerStatusResponse status) {
        return List.of(
                StatusText.grouped(status.getNumFlows()),
                StatusText.grouped(status.getMaxFlows()),
                StatusText.grouped(status.getSeenFlows()),
                rate(status.getFlowsRate()),
                GoDuration.ofNanos(status.getUptimeNs()),
                status.hasNumConnectedNodes() ? count(status.getNumConnectedNodes()) : ABSENT,
                status.hasNumUnavailableNodes() ? count(status.getNumUnavailableNodes()) : ABSENT,
                SafeText.of(status.getVersion()));
    }

    private static String rate(double flowsPerSecond) {
        return flowsPerSecond > 0 && Double.isFinite(flowsPerSecond) ? StatusText.twoDecimals(flowsPerSecond) : ABSENT;
    }

    private static String count(UInt32Value nodes) {
        return Integer.toUnsignedString(nodes.getValue());
    }
}
