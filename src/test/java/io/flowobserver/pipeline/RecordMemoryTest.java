// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.JsonRecordReader;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.ring.Rings;
import io.flowobserver.source.CapturedLoss;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much heap the longest record takes on its way to the ring, when it is made to take as much as it can. */
class RecordMemoryTest {
    /** The figure in ARCHITECTURE.md. All that is allocated counts, also what is garbage at once. */
    private static final long ALLOWED = 6 << 20;

    private static final int REPEATS = 3;
    private static final Inventory INVENTORY = VectorInventories.inventory();
    private static final String HEAD = "{\"Timestamp\":\"2025-10-21T12:00:00Z\",\"Type\":\"Response\",";

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A number sign stands for a text that occurs once, a tilde for a byte that is not UTF-8. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | `\"HTTP\":{\"Headers\":{` | `\"#\":[\"\"]` | `}}`",
                "1 | `\"HTTP\":{\"Headers\":{` | `\"#~\":[\"~\",\"a\"]` | `}}`",
                "1 | `\"HTTP\":{\"Headers\":{\"n\":[` | `\"\"` | `]}}`",
                "1 | `\"SourceEndpoint\":{\"Labels\":[` | `{}` | `]}`",
                "1 | `\"SourceEndpoint\":{\"Labels\":[` | `{\"key\":\"~\",\"value\":\"~\"}` | `]}`",
                "1 | `\"L7\":{\"Fields\":{` | `\"#\":\"~\"` | `}}`",
                "1 | `\"DNS\":{\"IPs\":[` | `\"\"` | `]}`",
                "1 | `\"DNS\":{\"AnswerTypes\":[` | `0` | `]}`",
                "1 | `` | `\"HTTP\":{\"Headers\":{}}` | ``",
                "1 | `\"HTTP\":{` | `\"URL\":{}` | `}`",
                "1 | `\"X\":[` | `0` | `]`",
                "1 | `\"X\":[` | `{\"\":0}` | `]`",
                "1 | `\"X\":[` | `[]` | `]`",
                "2 | `\"type\":1,\"notification\":[` | `0` | `]`",
                "2 | `\"type\":1,\"notification\":[` | `{\"\":0}` | `]`",
                "2 | `\"type\":1,\"notification\":[` | `\"<\"` | `]`",
                "2 | `\"type\":1,\"notification\":{` | `\"#~\":[]` | `}`",
                "2 | `\"type\":5,\"notification_kind\":\"policy_update\",\"notification\":{\"labels\":[` | `\"~\"` | `]}`",
                "3 | `\"X\":[` | `0` | `]`",
                "3 | `` | `\"first\":\"2025-10-21T12:00:00Z\"` | ``",
            })
    void event_manySmallElements_takesAFewMegabytes(int kind, String before, String element, String after) {
        assertSmall(kind, record(before, element, ",", after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | `\"Verdict\":\"` | `\"`",
                "1 | `\"DNS\":{\"Query\":\"` | `\"}`",
                "1 | `\"DNS\":{\"IPs\":[\"` | `\"]}`",
                "1 | `\"HTTP\":{\"URL\":{\"RawQuery\":\"~\",\"Path\":\"/` | `\"}}`",
                "1 | `\"HTTP\":{\"URL\":{\"Host\":\"` | `\",\"User\":{\"username\":\"\",\"password\":\"\"}}}`",
                "1 | `\"HTTP\":{\"Headers\":{\"` | `\":[\"\"]}}`",
                "1 | `\"SourceEndpoint\":{\"Labels\":[{\"source\":\"k8s\",\"key\":\"io.cilium.k8s.policy.cluster\","
                        + "\"value\":\"` | `\"}]}`",
                "1 | `\"L7\":{\"Fields\":{\"` | `\":\"\"}}`",
                "2 | `\"type\":1,\"notification\":\"` | `\"`",
                "3 | `\"X\":\"` | `\"`",
            })
    void event_oneHugeText_takesAFewMegabytes(int kind, String before, String after) {
        for (String character : List.of("x", "<", "~", "\u4e16", "\ud83d\ude00", "\\n", "\\u0001", "\\ud83d")) {
            assertSmall(kind, record(before, character, "", after));
        }
    }

    private void assertSmall(int kind, byte[] record) {
        EventBytes bytes = EventBytes.of(record);
        assertThat(bytes.length()).isBetween(JsonRecordReader.MAX_LENGTH - 200, JsonRecordReader.MAX_LENGTH);
        long least = Long.MAX_VALUE;
        // Classes that are loaded count, too, but only the first time.
        for (int i = 0; i < REPEATS && least >= ALLOWED; i++) {
            least = Math.min(least, allocated(kind, bytes));
        }
        assertThat(least).isLessThan(ALLOWED);
    }

    private long allocated(int kind, EventBytes bytes) {
        Pipeline pipeline = new Pipeline(
                INVENTORY,
                Rings.ofFlows(1),
                new Decoder(DecoderOptions.DEFAULT),
                new Attribution(AttributionOptions.DEFAULT));
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean taken = kind == SampleKind.LOST && CapturedLoss.parse(bytes) != null;
        if (kind != SampleKind.LOST) {
            pipeline.event(kind, SampleOrigin.UNKNOWN, 0, 1, bytes);
            taken = pipeline.counters().malformed() == 0;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(taken).isTrue();
        return allocated;
    }

    /** A record of the greatest length. */
    private static byte[] record(String before, String element, String separator, String after) {
        StringBuilder json = new StringBuilder(HEAD).append(before);
        for (int i = 0; json.length() < JsonRecordReader.MAX_LENGTH - 100; i++) {
            String utf8 = new String(element.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            json.append(i == 0 ? "" : separator).append(utf8.replace("#", Integer.toString(i, Character.MAX_RADIX)));
        }
        String text = json.append(after).append('}').toString();
        return text.replace('~', '\u00ff').getBytes(StandardCharsets.ISO_8859_1);
    }
}
