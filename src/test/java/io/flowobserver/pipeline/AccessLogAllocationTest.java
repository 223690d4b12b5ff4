// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Redaction;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.Inventory;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.ring.Rings;
import io.flowobserver.vectors.Vectors;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How much heap one access-log record takes on its way to the ring, whatever is in it. */
class AccessLogAllocationTest {
    private static final long ALLOWED = 4096;
    private static final long ALLOWED_PER_BYTE = 16;
    private static final Redaction HIDE_ALL = new Redaction(true, true, true, List.of(), List.of(), true);
    private static final String HEAD = "\"Timestamp\":\"2025-10-21T12:00:00Z\",\"Type\":\"Response\"";

    private final Inventory world = Worlds.inventory();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void event_recordedEvents_stayWithinTheBound() {
        Vectors.read("l7")
                .forEach(vector -> check(
                        vector.get("id").getAsString(),
                        vector.getAsJsonObject("event").get("log_record").toString()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("denseRecords")
    void event_denseRecord_staysWithinTheBound(String name, IntFunction<String> record) {
        for (int count = 1; count <= 1 << 15; count += 1 + count / 4) {
            check(name + " x " + count, record.apply(count));
        }
    }

    static List<Arguments> denseRecords() {
        return List.of(
                dense("nothing", n -> " ".repeat(n)),
                dense("brackets", n -> "[".repeat(n)),
                dense("unknown numbers", n -> part("\"X\":[" + list(n, i -> "1") + "]")),
                dense("unknown fields", n -> part(list(n, i -> "\"\":1"))),
                dense("unknown text", n -> part("\"X\":\"" + "x".repeat(n) + '"')),
                dense("text", n -> part("\"Verdict\":\"" + "x".repeat(n) + '"')),
                dense("wide text", n -> part("\"DNS\":{\"Query\":\"" + "\u4e16".repeat(n) + "\"}")),
                dense("types", n -> part("\"DNS\":{\"QTypes\":[" + list(n, i -> "0") + "]}")),
                dense("answers", n -> part("\"DNS\":{\"AnswerTypes\":[" + list(n, i -> "0") + "]}")),
                dense("addresses", n -> part("\"DNS\":{\"IPs\":[" + list(n, i -> "\"\"") + "]}")),
                dense("names", n -> part("\"DNS\":{\"CNAMEs\":[" + list(n, i -> "\"a\"") + "]}")),
                dense("controls", n -> part("\"DNS\":{\"CNAMEs\":[\"" + "\u007f".repeat(n) + "\"]}")),
                dense("labels", n -> part("\"SourceEndpoint\":{\"Labels\":[" + list(n, i -> "{}") + "]}")),
                dense("keys", n -> part("\"SourceEndpoint\":{\"Labels\":[" + list(n, i -> "{\"key\":\"a\"}") + "]}")),
                dense("headers", n -> part("\"HTTP\":{\"Headers\":{" + list(n, i -> name(i) + ":[\"\"]") + "}}")),
                dense("empty headers", n -> part("\"HTTP\":{\"Headers\":{" + list(n, i -> name(i) + ":[]") + "}}")),
                dense("values", n -> part("\"HTTP\":{\"Headers\":{\"A\":[" + list(n, i -> "\"\"") + "]}}")),
                dense("fields", n -> part("\"L7\":{\"Fields\":{" + list(n, i -> name(i) + ":\"\"") + "}}")),
                dense("path", n -> part("\"HTTP\":{\"URL\":{\"Path\":\"/" + "x".repeat(n) + "\"}}")),
                dense("spaces", n -> part("\"HTTP\":{\"URL\":{\"Path\":\"" + " ".repeat(n) + "\"}}")),
                dense("half spaces", n -> part("\"HTTP\":{\"URL\":{\"Path\":\"" + "a ".repeat(n) + "\"}}")),
                dense("wide path", n -> part("\"HTTP\":{\"URL\":{\"Path\":\"" + "\u4e16".repeat(n) + "\"}}")),
                dense("half wide path", n -> part("\"HTTP\":{\"URL\":{\"Path\":\"" + "aaa\u4e16".repeat(n) + "\"}}")),
                dense("address", n -> part("\"SourceEndpoint\":{\"IPv4\":\"" + ":".repeat(n) + "\"}")));
    }

    private void check(String name, String record) {
        EventBytes bytes = EventBytes.of(record.getBytes(StandardCharsets.UTF_8));
        long allowed = ALLOWED + ALLOWED_PER_BYTE * bytes.length();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            // Fresh ones, which have not seen the endpoints yet.
            Decoder decoder = new Decoder(new DecoderOptions(0, HIDE_ALL));
            Attribution attribution = new Attribution(AttributionOptions.DEFAULT);
            Pipeline pipeline = new Pipeline(world, Rings.ofFlows(1), decoder, attribution);
            long before = threads.getCurrentThreadAllocatedBytes();
            pipeline.event(SampleKind.ACCESS_LOG, 0, 1, bytes);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as(name + ": " + bytes.length() + " bytes").isLessThanOrEqualTo(allowed);
    }

    private static Arguments dense(String name, IntFunction<String> record) {
        return Arguments.of(name, record);
    }

    private static String part(String fields) {
        return "{" + HEAD + "," + fields + "}";
    }

    private static String list(int count, IntFunction<String> element) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(","));
    }

    private static String name(int number) {
        return '"' + Integer.toString(number, Character.MAX_RADIX) + '"';
    }
}
