// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.SafeText;
import io.flowobserver.filter.flags.GoDuration;
import io.flowobserver.proto.observer.ServerStatusResponse;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** The statistics of a server as lines: first those of the hubble CLI, then more for people. */
public final class StatusText {
    private static final double NANOS_PER_SECOND = 1e9;

    private StatusText() {}

    public static void append(StringBuilder out, ServerStatusResponse status) {
        appendFlows(out, status);
        appendRate(out, status);
        appendNodes(out, status);
        if (status.getUptimeNs() > 0) {
            out.append("Uptime: ")
                    .append(GoDuration.format(Duration.ofNanos(status.getUptimeNs())))
                    .append('\n');
        }
        if (!status.getVersion().isEmpty()) {
            out.append("Version: ");
            SafeText.append(out, status.getVersion());
            out.append('\n');
        }
    }

    private static void appendFlows(StringBuilder out, ServerStatusResponse status) {
        out.append("Current/Max Flows: ");
        appendGrouped(out, status.getNumFlows());
        out.append('/');
        appendGrouped(out, status.getMaxFlows());
        if (status.getMaxFlows() != 0) {
            out.append(" (")
                    .append(twoDecimals(100.0 * unsigned(status.getNumFlows()) / unsigned(status.getMaxFlows())))
                    .append("%)");
        }
        out.append('\n');
    }

    private static void appendRate(StringBuilder out, ServerStatusResponse status) {
        double rate = status.getFlowsRate();
        if (rate == 0 && status.getUptimeNs() != 0) {
            rate = unsigned(status.getSeenFlows()) / (unsigned(status.getUptimeNs()) / NANOS_PER_SECOND);
        }
        boolean known = status.getFlowsRate() != 0 || status.getUptimeNs() != 0;
        out.append("Flows/s: ")
                .append(known && Double.isFinite(rate) ? twoDecimals(rate) : "N/A")
                .append('\n');
    }

    private static void appendNodes(StringBuilder out, ServerStatusResponse status) {
        long unavailable =
                Integer.toUnsignedLong(status.getNumUnavailableNodes().getValue());
        if (status.hasNumConnectedNodes()) {
            long connected =
                    Integer.toUnsignedLong(status.getNumConnectedNodes().getValue());
            out.append("Connected Nodes: ").append(connected);
            if (status.hasNumUnavailableNodes()) {
                out.append('/').append(connected + unavailable);
            }
            out.append('\n');
        }
        if (unavailable > 0) {
            out.append("Unavailable Nodes: ").append(unavailable).append('\n');
            for (String node : status.getUnavailableNodesList()) {
                out.append("  - ");
                SafeText.append(out, node);
                out.append('\n');
            }
            long more = unavailable - status.getUnavailableNodesCount();
            if (more > 0) {
                out.append("  and ").append(more).append(" more...\n");
            }
        }
    }

    /** Returns an unsigned number with a comma before each group of three digits. */
    public static String grouped(long value) {
        StringBuilder out = new StringBuilder();
        appendGrouped(out, value);
        return out.toString();
    }

    private static void appendGrouped(StringBuilder out, long value) {
        String digits = Long.toUnsignedString(value);
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                out.append(',');
            }
            out.append(digits.charAt(i));
        }
    }

    static double unsigned(long value) {
        return value >= 0 ? value : (value >>> 1) * 2.0;
    }

    static String twoDecimals(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
