// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Access-log records that are all of one thing, whatever grows most on its way: each kind of character in each text,
 * and each list of the smallest elements. A {@code char} here is a byte there.
 */
final class DenseRecords {
    private static final String HEAD = "{\"Timestamp\":\"2025-10-21T12:00:00Z\",\"Type\":\"Response\",";
    private static final String HEADERS = "\"HTTP\":{\"Headers\":{";
    private static final String LABELS = "\"SourceEndpoint\":{\"Labels\":[";

    /** What a text is full of. */
    private static final Map<String, String> CHARACTERS = Map.ofEntries(
            Map.entry("letters", "x"),
            Map.entry("bytes that are no UTF-8", "\u00ff"),
            Map.entry("letters and a byte that is no UTF-8", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\u00ff"),
            Map.entry("two bytes", utf8("\u00e9")),
            Map.entry("three bytes", utf8("\u4e16")),
            Map.entry("four bytes", utf8("\ud83d\ude00")),
            Map.entry("what cannot be printed", utf8("\udbff\udffd")),
            Map.entry("DEL", "\u007f"),
            Map.entry("spaces", " "),
            Map.entry("letters and spaces", "a "),
            Map.entry("short escapes", "\\n"),
            Map.entry("escaped controls", "\\u0001"),
            Map.entry("escaped characters", "\\u4e16"),
            Map.entry("escaped pairs", "\\ud83d\\ude00"),
            Map.entry("halves of pairs", "\\ud83d"),
            Map.entry("percent signs", "%41"));

    /** What is before and behind a text. */
    private static final List<List<String>> TEXTS = List.of(
            List.of("\"Verdict\":\"", "\""),
            List.of("\"", "\":1"),
            List.of("\"X\":[[{\"\":\"", "\"}]]"),
            List.of("\"SourceEndpoint\":{\"IPv4\":\"", "\"}"),
            List.of(LABELS + "{\"source\":\"", "\",\"key\":\"a\",\"value\":\"b\"}]}"),
            List.of(LABELS + "{\"source\":\"k8s\",\"key\":\"", "\",\"value\":\"\"}]}"),
            List.of(LABELS + "{\"source\":\"k8s\",\"key\":\"io.cilium.k8s.policy.cluster\",\"value\":\"", "\"}]}"),
            List.of("\"DNS\":{\"Query\":\"", "\"}"),
            List.of("\"DNS\":{\"ObservationSource\":\"", "\"}"),
            List.of("\"DNS\":{\"CNAMEs\":[\"", "\"]}"),
            List.of("\"DNS\":{\"IPs\":[\"", "\"]}"),
            List.of("\"HTTP\":{\"Method\":\"", "\"}"),
            List.of("\"HTTP\":{\"URL\":{\"Path\":\"/", "\",\"RawQuery\":\"\u00ff\"}}"),
            List.of("\"HTTP\":{\"URL\":{\"Path\":\"/A\",\"RawPath\":\"", "\"}}"),
            List.of("\"HTTP\":{\"URL\":{\"Path\":\"/A\",\"RawQuery\":\"", "\"}}"),
            List.of("\"HTTP\":{\"URL\":{\"Path\":\"/A\",\"String\":\"", "\"}}"),
            List.of("\"HTTP\":{\"URL\":{\"Host\":\"", "\",\"User\":{\"username\":\"\",\"password\":\"\"}}}"),
            List.of("\"HTTP\":{\"URL\":{\"User\":{\"username\":\"", "\"}}}"),
            List.of(HEADERS + "\"", "\":[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"]}}"),
            List.of(HEADERS + "\"X-Request-Id\":[\"", "\"]}}"),
            List.of("\"Kafka\":{\"Topic\":{\"Topic\":\"", "\"}}"),
            List.of("\"L7\":{\"Proto\":\"", "\"}"),
            List.of("\"L7\":{\"Fields\":{\"", "\":\"\"}}"));

    /** What is before, in and behind a list; a number sign stands for a name that occurs once. */
    private static final List<List<String>> LISTS = List.of(
            List.of("\"X\":[", "[{}]", "]"),
            List.of("\"X\":{", "\"\":0", "}"),
            List.of("", "\"#\":0", ",\"X\":0"),
            List.of("", "\"DNS\":{\"QTypes\":[]}", ""),
            List.of("", "\"Kafka\":{}", ""),
            List.of("", "\"L7\":{\"Fields\":{}}", ""),
            List.of("", "\"HTTP\":{\"Headers\":{}}", ""),
            List.of("\"HTTP\":{", "\"URL\":{}", "}"),
            List.of("\"HTTP\":{\"URL\":{", "\"User\":{\"username\":\"\"}", "}}"),
            List.of("\"SourceEndpoint\":{", "\"Labels\":[]", "}"),
            List.of(LABELS, "{}", "]}"),
            List.of(LABELS, "{\"key\":\"a\"}", "]}"),
            List.of(LABELS, "{\"key\":\"\u00ff\",\"value\":\"\u00ff\"}", "]}"),
            List.of(HEADERS, "\"#\":[]", "}}"),
            List.of(HEADERS, "\"#\":[\"\"]", "}}"),
            List.of(HEADERS, "\"#\u00ff\":[\"\u00ff\",\"a\"]", "}}"),
            List.of(HEADERS + "\"a long name\":[", "\"\"", "]}}"),
            List.of("\"L7\":{\"Fields\":{", "\"#\":\"\u00ff\"", "}}"),
            List.of("\"DNS\":{\"QTypes\":[", "0", "]}"),
            List.of("\"DNS\":{\"AnswerTypes\":[", "48", "]}"),
            List.of("\"DNS\":{\"CNAMEs\":[", "\"\u00ff\"", "]}"),
            List.of("\"DNS\":{\"IPs\":[", "\"\"", "]}"),
            List.of("\"DNS\":{\"QTypes\":[1],\"IPs\":[", "\"1.1.1.1\"", "]}"));

    private DenseRecords() {}

    /** A name for people, then the three parts as in {@link #bytes}. */
    static List<Arguments> all() {
        List<Arguments> all = new ArrayList<>();
        for (List<String> text : TEXTS) {
            CHARACTERS.forEach((name, unit) ->
                    all.add(Arguments.of(text.get(0) + name, List.of(text.get(0), "", unit, text.get(1)))));
        }
        for (List<String> list : LISTS) {
            all.add(Arguments.of(
                    list.get(0) + list.get(1) + list.get(2), List.of(list.get(0), ",", list.get(1), list.get(2))));
        }
        return all;
    }

    /**
     * A record.
     *
     * @param parts what is before, between, repeated and behind
     * @param dense how many bytes are filled with it
     * @param plain how many bytes besides tell nothing
     */
    static byte[] bytes(List<String> parts, int dense, int plain) {
        StringBuilder out = new StringBuilder(HEAD).append("\"Y\":\"").append("y".repeat(plain));
        out.append("\",").append(parts.get(0));
        String separator = "";
        for (int start = out.length(), i = 0; i == 0 || out.length() - start < dense; i++) {
            out.append(separator).append(parts.get(2).replace("#", Integer.toString(i, Character.MAX_RADIX)));
            separator = parts.get(1);
        }
        return out.append(parts.get(3)).append('}').toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
