// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.flowobserver.metrics.FlowMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus' text format. */
public final class PromText {
    private static final double ROUNDING = 1e-12;
    /** Name and labels, value, and the labels and value of an exemplar. */
    private static final Pattern SAMPLE =
            Pattern.compile("(.*?[^ ]) ([0-9.E+e-]+)(?: # (\\{[^}]*\\}) ([0-9.E+e-]+)(?: [0-9.E+e-]+)?)?");

    private PromText() {}

    /** What flow metrics show, line by line. */
    public static List<String> lines(FlowMetrics metrics) {
        return lines(new Exposition(metrics, new LostEvents(() -> 0, () -> 0, () -> 0)), Exposition.TYPES.get(0))
                .stream()
                .filter(line -> !line.contains("hubble_lost_events"))
                .toList();
    }

    static List<String> lines(Exposition exposition, String type) {
        String text = new String(exposition.page(type).body(), StandardCharsets.UTF_8);
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    /** Values by name and labels, those of the same added up; HELP and TYPE lines stand for themselves. */
    public static Map<String, Double> samples(List<String> lines) {
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

    /** The same of OpenMetrics, each with the value of its exemplar under its labels and the exemplar's. */
    public static Map<String, Double> openSamples(List<String> lines) {
        Map<String, Double> samples = new TreeMap<>();
        for (String line : lines) {
            Matcher sample = SAMPLE.matcher(line);
            if (line.startsWith("#") || !sample.matches()) {
                samples.put(line, 0.0);
            } else {
                samples.merge(sample.group(1), Double.parseDouble(sample.group(2)), Double::sum);
                if (sample.group(3) != null) {
                    samples.put(sample.group(1) + sample.group(3), Double.parseDouble(sample.group(4)));
                }
            }
        }
        return samples;
    }

    public static Map<String, Double> openSamples(FlowMetrics metrics) {
        return openSamples(
                lines(new Exposition(metrics, new LostEvents(() -> 0, () -> 0, () -> 0)), Exposition.TYPES.get(1))
                        .stream()
                        .filter(line -> !line.contains("hubble_lost_events"))
                        .toList());
    }

    /** What is in one and not in the other, or has another value; sums of fractions may be rounded differently. */
    public static List<String> differences(Map<String, Double> actual, Map<String, Double> expected) {
        List<String> differences = new ArrayList<>();
        expected.forEach((sample, value) -> {
            Double found = actual.get(sample);
            if (found == null) {
                differences.add("missing: " + sample);
            } else if (Math.abs(found - value) > ROUNDING * Math.abs(value)) {
                differences.add(sample + " is " + found + ", not " + value);
            }
        });
        actual.keySet().stream()
                .filter(sample -> !expected.containsKey(sample))
                .forEach(sample -> differences.add("too much: " + sample));
        return differences;
    }
}
