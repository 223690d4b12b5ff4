// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.filter.flags.GoDuration;
import io.flowobserver.proto.observer.Node;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A node as a row of {@code list nodes}, in exactly the format of the hubble CLI. */
public final class NodeRow {
    public static final List<String> NARROW = List.of("NAME", "STATUS", "AGE", "FLOWS/S", "CURRENT/MAX-FLOWS");
    public static final List<String> WIDE =
            List.of("NAME", "STATUS", "AGE", "FLOWS/S", "CURRENT/MAX-FLOWS", "VERSION", "ADDRESS", "TLS");
    private static final String ABSENT = "N/A";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private NodeRow() {}

    public static List<String> narrow(Node node) {
        long seconds = BigDecimal.valueOf(node.getUptimeNs())
                .divide(BigDecimal.valueOf(NANOS_PER_SECOND), 0, RoundingMode.HALF_UP)
                .longValue();
        return List.of(
                node.getName(),
                status(node),
                seconds > 0 ? GoDuration.format(Duration.ofSeconds(seconds)) : ABSENT,
                seconds > 0 ? StatusText.twoDecimals(StatusText.unsigned(node.getSeenFlows()) / seconds) : ABSENT,
                ratio(node));
    }

    public static List<String> wide(Node node) {
        List<String> row = new ArrayList<>(narrow(node));
        row.add(node.getVersion().isEmpty() ? ABSENT : node.getVersion());
        row.add(node.getAddress().isEmpty() ? ABSENT : node.getAddress());
        row.add(node.hasTls() ? node.getTls().getEnabled() ? "Enabled" : "Disabled" : ABSENT);
        return row;
    }

    private static String status(Node node) {
        return switch (node.getState()) {
            case NODE_CONNECTED -> "Connected";
            case NODE_UNAVAILABLE -> "Unavailable";
            case NODE_GONE -> "Gone";
            case NODE_ERROR -> "Error";
            default -> "Unknown";
        };
    }

    private static String ratio(Node node) {
        if (node.getMaxFlows() == 0) {
            return ABSENT;
        }
        double percent = 100 * StatusText.unsigned(node.getNumFlows()) / StatusText.unsigned(node.getMaxFlows());
        String text = StatusText.twoDecimals(percent);
        return Long.toUnsignedString(node.getNumFlows()) + "/" + Long.toUnsignedString(node.getMaxFlows()) + " ("
                + " ".repeat(Math.max(0, 6 - text.length())) + text + "%)";
    }
}
