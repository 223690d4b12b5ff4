// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print.counts;

import com.google.protobuf.Timestamp;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.flow.text.Times;

/** Counts in the formats for people. Of a flow without counts nothing is appended. */
public final class CountsText {
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private CountsText() {}

    /** Appends what follows a line: {@code  12 packets 3.4 kB}. */
    public static void appendSuffix(StringBuilder out, FlowCounts counts) {
        if (counts.isKnown()) {
            appendPackets(out.append(' '), counts.packets());
            SizeText.append(out.append(' '), counts.bytes());
            appendSweep(out, counts);
        }
    }

    /** Appends the cell for packets. */
    public static void appendPackets(StringBuilder out, FlowCounts counts) {
        if (counts.isKnown()) {
            out.append(counts.packets());
        }
    }

    /** Appends the cell for bytes. */
    public static void appendBytes(StringBuilder out, FlowCounts counts) {
        if (counts.isKnown()) {
            SizeText.append(out, counts.bytes());
        }
    }

    /** Appends the remark that a flow has no packet of its own. */
    public static void appendSweep(StringBuilder out, FlowCounts counts) {
        if (counts.isSwept()) {
            out.append("; sweep");
        }
    }

    /** Appends lines of the form {@code KEY: value} with exact numbers, each after a line end. */
    public static void appendLines(StringBuilder out, FlowCounts counts, Times times) {
        if (!counts.isKnown()) {
            return;
        }
        out.append("\n    PACKETS: ").append(counts.packets());
        out.append("\n      BYTES: ").append(counts.bytes());
        if (counts.isTracked()) {
            appendTotal(out.append("\n      TOTAL: "), counts, "total");
            appendTotal(out.append("\n    REVERSE: "), counts, "reverse");
        }
        appendFirstSeen(out, counts.number("first_seen"), times);
        appendText(out, "\n      FLAGS: ", counts.text("tcp_flags"));
        appendText(out, "\n  REV FLAGS: ", counts.text("reverse_tcp_flags"));
        appendText(out, "\n     CLOSED: ", counts.text("closed"));
        appendText(out, "\n    TOLD BY: ", counts.text("told_by"));
    }

    private static void appendTotal(StringBuilder out, FlowCounts counts, String prefix) {
        appendPackets(out, counts.count(prefix + "_packets"));
        out.append(", ").append(counts.count(prefix + "_bytes")).append(" bytes");
    }

    private static void appendPackets(StringBuilder out, long packets) {
        out.append(packets).append(packets == 1 ? " packet" : " packets");
    }

    private static void appendFirstSeen(StringBuilder out, double epochSeconds, Times times) {
        if (epochSeconds <= 0) {
            return;
        }
        long seconds = (long) epochSeconds;
        Timestamp stamp = Timestamp.newBuilder()
                .setSeconds(seconds)
                .setNanos((int) ((epochSeconds - (double) seconds) * NANOS_PER_SECOND))
                .build();
        times.appendStamp(out.append("\n FIRST SEEN: "), true, stamp);
    }

    private static void appendText(StringBuilder out, String key, String text) {
        if (!text.isEmpty()) {
            SafeText.append(out.append(key), text);
        }
    }
}
