// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowobserver.event.TraceNotify;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The structs of bpf/events.h, as the C compiler lays them out, are those that Java reads. */
class NativeLayoutTest {
    private static final Path PRINTER = Path.of("native/offsets.c");

    @TempDir
    Path directory;

    @Test
    void constants_everySharedStruct_areTheCompilers() throws Exception {
        var expected = new HashMap<String, Integer>();
        expected.putAll(traceNotify());
        expected.putAll(frame());
        expected.putAll(statistic());
        expected.put("observer_link", NetworkDevice.ENTRY_LENGTH);
        expected.put("observer_link.ifindex", NetworkDevice.INDEX_OFFSET);
        expected.put("observer_link.flags", NetworkDevice.FLAGS_OFFSET);
        expected.put("observer_link.name", NetworkDevice.NAME_OFFSET);
        expected.put("address_key", 2 * Long.BYTES);
        expected.put("address_key.address", 0);
        expected.put("address_value", Long.BYTES);
        expected.put("address_value.endpoint", 0);
        expected.put("address_value.identity", Integer.BYTES);

        var printed = printed();
        printed.keySet().removeIf(name -> name.startsWith("output_count"));
        assertThat(printed).isEqualTo(expected);
    }

    private static Map<String, Integer> traceNotify() {
        var layout = new HashMap<String, Integer>();
        layout.put("trace_notify", TraceNotify.LENGTH_V2);
        layout.put("trace_notify.type", TraceNotify.TYPE_OFFSET);
        layout.put("trace_notify.subtype", TraceNotify.SUBTYPE_OFFSET);
        layout.put("trace_notify.source", TraceNotify.SOURCE_OFFSET);
        layout.put("trace_notify.hash", TraceNotify.HASH_OFFSET);
        layout.put("trace_notify.len_orig", TraceNotify.ORIGINAL_LENGTH_OFFSET);
        layout.put("trace_notify.len_cap", TraceNotify.CAPTURE_LENGTH_OFFSET);
        layout.put("trace_notify.version", TraceNotify.VERSION_OFFSET);
        layout.put("trace_notify.src_label", TraceNotify.SOURCE_LABEL_OFFSET);
        layout.put("trace_notify.dst_label", TraceNotify.DESTINATION_LABEL_OFFSET);
        layout.put("trace_notify.dst_id", TraceNotify.DESTINATION_ID_OFFSET);
        layout.put("trace_notify.reason", TraceNotify.REASON_OFFSET);
        layout.put("trace_notify.flags", TraceNotify.FLAGS_OFFSET);
        layout.put("trace_notify.ifindex", TraceNotify.INTERFACE_OFFSET);
        layout.put("trace_notify.orig_ip", TraceNotify.ORIGINAL_ADDRESS_OFFSET);
        layout.put("trace_notify.ip_trace_id", TraceNotify.TRACE_ID_OFFSET);
        return layout;
    }

    private static Map<String, Integer> frame() {
        var layout = new HashMap<String, Integer>();
        layout.put("observer_frame", FrameWalk.HEADER_LENGTH);
        layout.put("observer_frame.size", FrameWalk.SIZE_OFFSET);
        layout.put("observer_frame.kind", FrameWalk.KIND_OFFSET);
        layout.put("observer_frame.cpu", FrameWalk.CPU_OFFSET);
        layout.put("observer_frame.length", FrameWalk.LENGTH_OFFSET);
        layout.put("observer_frame.reserved", FrameWalk.RESERVED_OFFSET);
        layout.put("observer_frame.time", FrameWalk.TIME_OFFSET);
        return layout;
    }

    private static Map<String, Integer> statistic() {
        var layout = new HashMap<String, Integer>();
        layout.put("observer_statistic", OutputStatistics.ENTRY_LENGTH);
        layout.put("observer_statistic.cpu", OutputStatistics.CPU_OFFSET);
        layout.put("observer_statistic.type", OutputStatistics.TYPE_OFFSET);
        layout.put("observer_statistic.attempts", OutputStatistics.ATTEMPTS_OFFSET);
        layout.put("observer_statistic.failed", OutputStatistics.FAILED_OFFSET);
        return layout;
    }

    /** By name, the size of each struct and the offset of each field. */
    private Map<String, Integer> printed() throws Exception {
        assumeTrue(Files.exists(PRINTER), "no " + PRINTER + " here");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "no C compiler here");
        Path program = directory.resolve("offsets");
        run("cc", "-Ibpf", PRINTER.toString(), "-o", program.toString());
        var layout = new HashMap<String, Integer>();
        for (String line : run(program.toString()).split("\n")) {
            String[] words = line.split(" ");
            layout.put(words[0], Integer.valueOf(words[1]));
        }
        return layout;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
