// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
        layout.put("observer_link", "" + NetworkDevice.ENTRY_LENGTH);
        layout.put("observer_link.ifindex", field(NetworkDevice.INDEX_OFFSET, Integer.BYTES));
        layout.put("observer_link.flags", field(NetworkDevice.FLAGS_OFFSET, Integer.BYTES));
        layout.put("observer_link.name", field(NetworkDevice.NAME_OFFSET, NetworkDevice.NAME_LENGTH));
        layout.put("observer_place", "" + ChainPlace.ENTRY_LENGTH);
        layout.put("observer_place.state", field(ChainPlace.STATE_OFFSET, Integer.BYTES));
        layout.put("observer_place.program", field(ChainPlace.PROGRAM_OFFSET, Integer.BYTES));
        layout.put("observer_place.name", field(ChainPlace.NAME_OFFSET, ChainPlace.NAME_LENGTH));
        return layout;
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
