// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.flowobserver.filter.flags.GoDuration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a stream held, for its end.
 *
 * @param things what was counted, in the plural
 * @param count how many
 * @param rows how many of each kind, by what distinguishes the kinds
 * @param traffic the packets and bytes that they tell of
 * @param losses how many events were lost, by the place where they were lost
 * @param time how long the stream took
 */
public record Summary(
        String things,
        long count,
        Map<String, Map<String, Long>> rows,
        Traffic traffic,
        Map<String, Long> losses,
        Duration time) {
    private static final int LABEL_WIDTH = 14;
    private static final int HALF_OF_TENTH = 50;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    /** Appends a few lines for people, the last one without its end. */
    public void appendText(StringBuilder out) {
        out.append(count).append(' ').append(things).append(" in ").append(GoDuration.format(rounded()));
        long lost = lost();
        out.append(lost == 0 ? ", none lost" : ", " + lost + " events lost");
        rows.forEach((label, counts) -> appendRow(out, "by " + label, counts));
        if (!traffic.isEmpty()) {
            appendLabel(out, "traffic");
            traffic.appendText(out);
        }
        appendRow(out, "lost", losses);
    }

    /** Returns one line of JSON: an object whose only field is {@code summary}. */
    public String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(things, count);
        fields.put("seconds", rounded().toMillis() / 1000.0);
        rows.forEach((label, counts) ->
                fields.put("by_" + label.toLowerCase(Locale.ROOT).replace(' ', '_'), counts));
        if (!traffic.isEmpty()) {
            fields.put("packets", traffic.packets());
            fields.put("bytes", traffic.bytes());
        }
        fields.put("lost", losses);
        return GSON.toJson(Map.of("summary", fields));
    }

    private long lost() {
        return losses.values().stream().mapToLong(Long::longValue).sum();
    }

    private Duration rounded() {
        return Duration.ofMillis((time.toMillis() + HALF_OF_TENTH) / 100 * 100);
    }

    private static void appendRow(StringBuilder out, String label, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        appendLabel(out, label);
        out.append(counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ")));
    }

    private static void appendLabel(StringBuilder out, String label) {
        out.append("\n  ").append(label).append(" ".repeat(LABEL_WIDTH - label.length()));
    }
}
