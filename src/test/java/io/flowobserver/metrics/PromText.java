// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads Prometheus' text format. */
final class PromText {
    private PromText() {}

    /** What flow metrics show, line by line. */
    static List<String> lines(FlowMetrics metrics) {
        return lines(new Exposition(metrics, new LostEvents(() -> 0, () -> 0, () -> 0)), "text/plain").stream()
                .filter(line -> !line.contains("hubble_lost_events"))
                .toList();
    }

    static List<String> lines(Exposition exposition, String accept) {
        String text = new String(exposition.page(accept).body(), StandardCharsets.UTF_8);
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    /** Values by name and labels, those of the same added up; HELP and TYPE lines stand for themselves. */
    static Map<String, Double> samples(List<String> lines) {
        Map<String, Double> samples = new TreeMap<>();
        for (String line : lines) {
            int space = line.lastIndexOf(' ');
            if (line.startsWith("#")) {
                samples.put(line, 0.0);
            } else {
                samples.merge(line.substring(0, space), Double.parseDouble(line.substring(space)), Double::sum);
            }
        }
        return samples;
    }
}
