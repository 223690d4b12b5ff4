// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowobserver.event.datapath.TraceCounts;
import io.flowobserver.event.datapath.TraceNotify;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every struct that C and Java share: where the C compiler puts its fields is where Java reads and writes them. */
class SharedLayoutTest {
    /** Java sees these numbers as {@code observer_statistic}. */
    private static final Set<String> FOR_C_ALONE = Set.of("output_count");

    @Test
    void layout_isWhatTheCompilerMadeOfTheHeader() throws Exception {
        Map<String, String> layout = new TreeMap<>(compilerLayout());
        layout.keySet().removeIf(name -> FOR_C_ALONE.contains(name.split("\\.", -1)[0]));

        assertThat(layout).isEqualTo(new TreeMap<>(javaLayout()));
    }

    private static Map<String, String> javaLayout() {
        Map<String, String> layout = new HashMap<>();
        putTraceNotify(layout);
        putOptions(layout);
        putPoint(layout);
        putCounts(layout);
        layout.put("address_key", "" + AddressEntry.KEY_LENGTH);
        layout.put("address_key.address", field(AddressEntry.ADDRESS_OFFSET, 2 * Long.BYTES));
        layout.put("address_value", "" + AddressEntry.VALUE_LENGTH);
        layout.put("address_value.endpoint", field(AddressEntry.ENDPOINT_OFFSET, Integer.BYTES));
        layout.put("address_value.identity", field(AddressEntry.IDENTITY_OFFSET, Integer.BYTES));
        layout.put("observer_frame", "" + FrameReader.HEADER_LENGTH);
        layout.put("observer_frame.size", field(FrameReader.SIZE_OFFSET, Integer.BYTES));
        layout.put("observer_frame.kind", field(FrameReader.KIND_OFFSET, Short.BYTES));
        layout.put("observer_frame.cpu", field(FrameReader.CPU_OFFSET, Short.BYTES));
        layout.put("observer_frame.length", field(FrameReader.LENGTH_OFFSET, Integer.BYTES));
        layout.put("observer_frame.reserved", field(FrameReader.RESERVED_OFFSET, Integer.BYTES));
        layout.put("observer_frame.time", field(FrameReader.TIME_OFFSET, Long.BYTES));
        layout.put("observer_statistic", "" + OutputStatistics.ENTRY_LENGTH);
        layout.put("observer_statistic.cpu", field(OutputStatistics.CPU_OFFSET, Integer.BYTES));
        layout.put("observer_statistic.type", field(OutputStatistics.TYPE_OFFSET, Integer.BYTES));
        layout.put("observer_statistic.attempts", field(OutputStatistics.ATTEMPTS_OFFSET, Long.BYTES));
        layout.put("observer_statistic.failed", field(OutputStatistics.FAILED_OFFSET, Long.BYTES));
        layout.put("observer_statistic.suppressed", field(OutputStatistics.SUPPRESSED_OFFSET, Long.BYTES));
        layout.put("observer_link", "" + NetworkDevice.ENTRY_LENGTH);
        layout.put("observer_link.ifindex", field(NetworkDevice.INDEX_OFFSET, Integer.BYTES));
        layout.put("observer_link.flags", field(NetworkDevice.FLAGS_OFFSET, Integer.BYTES));
        layout.put("observer_link.name", field(NetworkDevice.NAME_OFFSET, NetworkDevice.NAME_LENGTH));
        layout.put("observer_address", "" + NetworkDevices.ADDRESS_LENGTH);
        layout.put("observer_address.address", field(NetworkDevices.ADDRESS_OFFSET, 2 * Long.BYTES));
        layout.put("observer_address.ifindex", field(NetworkDevices.DEVICE_OFFSET, Integer.BYTES));
        layout.put("observer_address.prefix_length", field(NetworkDevices.PREFIX_LENGTH_OFFSET, Integer.BYTES));
        layout.put("observer_place", "" + ChainPlace.ENTRY_LENGTH);
        layout.put("observer_place.state", field(ChainPlace.STATE_OFFSET, Integer.BYTES));
        layout.put("observer_place.program", field(ChainPlace.PROGRAM_OFFSET, Integer.BYTES));
        layout.put("observer_place.name", field(ChainPlace.NAME_OFFSET, ChainPlace.NAME_LENGTH));
        return layout;
    }

    private static void putOptions(Map<String, String> layout) {
        layout.put("observer_options", "" + OpenOptions.LENGTH);
        layout.put("observer_options.ring_pages", field(OpenOptions.RING_PAGES_OFFSET, Integer.BYTES));
        layout.put("observer_options.flags", field(OpenOptions.FLAGS_OFFSET, Integer.BYTES));
        layout.put("observer_options.level", field(OpenOptions.LEVEL_OFFSET, Integer.BYTES));
        layout.put("observer_options.interval_ms", field(OpenOptions.INTERVAL_OFFSET, Integer.BYTES));
        layout.put("observer_options.tcp_entries", field(OpenOptions.TCP_OFFSET, Integer.BYTES));
        layout.put("observer_options.half_open_entries", field(OpenOptions.HALF_OPEN_OFFSET, Integer.BYTES));
        layout.put("observer_options.other_entries", field(OpenOptions.OTHER_OFFSET, Integer.BYTES));
        layout.put("observer_options.event_rate", field(OpenOptions.RATE_OFFSET, Integer.BYTES));
        layout.put("observer_options.event_burst", field(OpenOptions.BURST_OFFSET, Integer.BYTES));
        layout.put("observer_options.filter_rules", field(OpenOptions.RULES_OFFSET, Integer.BYTES));
        layout.put("observer_options.filter", field(OpenOptions.FILTER_OFFSET, Long.BYTES));
        layout.put("filter_rule", "" + FilterRule.LENGTH);
        layout.put("filter_rule.network", field(FilterRule.NETWORK_OFFSET, 2 * Long.BYTES));
        layout.put("filter_rule.mask", field(FilterRule.MASK_OFFSET, 2 * Long.BYTES));
        layout.put("filter_rule.port_low", field(FilterRule.FIRST_PORT_OFFSET, Short.BYTES));
        layout.put("filter_rule.port_high", field(FilterRule.LAST_PORT_OFFSET, Short.BYTES));
        layout.put("filter_rule.endpoint", field(FilterRule.ENDPOINT_OFFSET, Short.BYTES));
        layout.put("filter_rule.protocol", field(FilterRule.PROTOCOL_OFFSET, Byte.BYTES));
        layout.put("filter_rule.action", field(FilterRule.ACTION_OFFSET, Byte.BYTES));
    }

    private static void putCounts(Map<String, String> layout) {
        layout.put("connection_counts", "" + TraceCounts.LENGTH);
        layout.put("connection_counts.packets", field(TraceCounts.PACKETS_OFFSET, Long.BYTES));
        layout.put("connection_counts.bytes", field(TraceCounts.BYTES_OFFSET, Long.BYTES));
        layout.put("connection_counts.total_packets", field(TraceCounts.TOTAL_PACKETS_OFFSET, Long.BYTES));
        layout.put("connection_counts.total_bytes", field(TraceCounts.TOTAL_BYTES_OFFSET, Long.BYTES));
        layout.put("connection_counts.reverse_packets", field(TraceCounts.REVERSE_PACKETS_OFFSET, Long.BYTES));
        layout.put("connection_counts.reverse_bytes", field(TraceCounts.REVERSE_BYTES_OFFSET, Long.BYTES));
        layout.put("connection_counts.age", field(TraceCounts.AGE_OFFSET, Long.BYTES));
        layout.put("connection_counts.tcp_flags", field(TraceCounts.TCP_FLAGS_OFFSET, Byte.BYTES));
        layout.put("connection_counts.reverse_tcp_flags", field(TraceCounts.REVERSE_TCP_FLAGS_OFFSET, Byte.BYTES));
        layout.put("connection_counts.state", field(TraceCounts.STATE_OFFSET, Short.BYTES));
    }

    private static void putPoint(Map<String, String> layout) {
        layout.put("observer_point", "" + PointTally.ENTRY_LENGTH);
        layout.put("observer_point.subtype", field(PointTally.SUBTYPE_OFFSET, Integer.BYTES));
        layout.put("observer_point.padding", field(PointTally.PADDING_OFFSET, Integer.BYTES));
        layout.put("observer_point.seen", field(PointTally.SEEN_OFFSET, PointTally.Amount.LENGTH));
        layout.put("observer_point.told", field(PointTally.TOLD_OFFSET, PointTally.Amount.LENGTH));
        layout.put("observer_point.limited", field(PointTally.LIMITED_OFFSET, PointTally.Amount.LENGTH));
        layout.put("observer_point.failed", field(PointTally.FAILED_OFFSET, PointTally.Amount.LENGTH));
        layout.put("observer_point.hidden", field(PointTally.HIDDEN_OFFSET, PointTally.Amount.LENGTH));
        layout.put("observer_point.filtered", field(PointTally.FILTERED_OFFSET, PointTally.Amount.LENGTH));
        layout.put("observer_point.owed", field(PointTally.OWED_OFFSET, PointTally.Amount.LENGTH));
        layout.put("observer_point.missing", field(PointTally.MISSING_OFFSET, PointTally.Amount.LENGTH));
        layout.put("observer_point.returned", field(PointTally.RETURNED_OFFSET, PointTally.Amount.LENGTH));
        layout.put("observer_point.skbs", field(PointTally.SKBS_OFFSET, Long.BYTES));
        layout.put("observer_point.length", field(PointTally.LENGTH_OFFSET, Long.BYTES));
        layout.put("observer_point.refused", field(PointTally.REFUSED_OFFSET, Long.BYTES));
        layout.put("observer_table", "" + ConnectionTable.ENTRY_LENGTH);
        layout.put("observer_table.table", field(ConnectionTable.TABLE_OFFSET, Integer.BYTES));
        layout.put("observer_table.capacity", field(ConnectionTable.CAPACITY_OFFSET, Integer.BYTES));
        layout.put("observer_table.entries", field(ConnectionTable.ENTRIES_OFFSET, Integer.BYTES));
        layout.put("observer_table.padding", field(ConnectionTable.PADDING_OFFSET, Integer.BYTES));
    }

    private static void putTraceNotify(Map<String, String> layout) {
        layout.put("trace_notify", "" + TraceNotify.LENGTH_V2);
        layout.put("trace_notify.type", field(TraceNotify.TYPE_OFFSET, Byte.BYTES));
        layout.put("trace_notify.subtype", field(TraceNotify.SUBTYPE_OFFSET, Byte.BYTES));
        layout.put("trace_notify.source", field(TraceNotify.SOURCE_OFFSET, Short.BYTES));
        layout.put("trace_notify.hash", field(TraceNotify.HASH_OFFSET, Integer.BYTES));
        layout.put("trace_notify.len_orig", field(TraceNotify.ORIGINAL_LENGTH_OFFSET, Integer.BYTES));
        layout.put("trace_notify.len_cap", field(TraceNotify.CAPTURE_LENGTH_OFFSET, Short.BYTES));
        layout.put("trace_notify.version", field(TraceNotify.VERSION_OFFSET, Short.BYTES));
        layout.put("trace_notify.src_label", field(TraceNotify.SOURCE_LABEL_OFFSET, Integer.BYTES));
        layout.put("trace_notify.dst_label", field(TraceNotify.DESTINATION_LABEL_OFFSET, Integer.BYTES));
        layout.put("trace_notify.dst_id", field(TraceNotify.DESTINATION_ID_OFFSET, Short.BYTES));
        layout.put("trace_notify.reason", field(TraceNotify.REASON_OFFSET, Byte.BYTES));
        layout.put("trace_notify.flags", field(TraceNotify.FLAGS_OFFSET, Byte.BYTES));
        layout.put("trace_notify.ifindex", field(TraceNotify.INTERFACE_OFFSET, Integer.BYTES));
        layout.put("trace_notify.orig_ip", field(TraceNotify.ORIGINAL_ADDRESS_OFFSET, 2 * Long.BYTES));
        layout.put("trace_notify.ip_trace_id", field(TraceNotify.TRACE_ID_OFFSET, Long.BYTES));
    }

    private static String field(int offset, int size) {
        return offset + " " + size;
    }

    /** Lines of {@code struct size} and {@code struct.field offset size}, printed by a program that includes the header. */
    private static Map<String, String> compilerLayout() throws InterruptedException {
        Map<String, String> layout = new HashMap<>();
        for (String line : offsets().lines().toList()) {
            String[] words = line.split(" ", 2);
            if (words.length == 2 && words[1].matches("\\d+( \\d+)?")) {
                layout.put(words[0], words[1]);
            }
        }
        assertThat(layout).isNotEmpty();
        return layout;
    }

    private static String offsets() throws InterruptedException {
        String out = "OUT=" + Path.of("target", "native").toAbsolutePath();
        try {
            Process make = new ProcessBuilder("make", "--no-print-directory", "-s", "-C", "native", out, "offsets")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(make.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            assumeTrue(false, "the layout in C needs make and a C compiler: " + e.getMessage());
            throw new AssertionError(e);
        }
    }
}
