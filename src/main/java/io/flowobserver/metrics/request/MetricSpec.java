// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.request;

import io.flowobserver.flow.row.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The name and options of one metric. The text form is {@code name[:option[=value[|value]...][;option...]]}. What
 * separates values depends on the generation: from Cilium 1.20 on, only commas separate those of {@code labelsContext},
 * and only bars those of other options. Before, bars separate values if there is one, otherwise commas.
 *
 * @param name the name of the metric, which need not exist
 */
public record MetricSpec(String name, List<Option> options) {
    /** The option that lists labels. */
    public static final String LABELS_CONTEXT = "labelsContext";

    public MetricSpec {
        options = List.copyOf(options);
    }

    /**
     * One option.
     *
     * @param name the name in lower case
     * @param values the values; one empty value if the text has none
     */
    record Option(String name, List<String> values) {
        Option {
            name = name.toLowerCase(Locale.ROOT);
            values = List.copyOf(values);
        }
    }

    /** Parses the text form by the rules of a generation. */
    public static MetricSpec parse(String text, Generation generation) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new MetricSpec(text, List.of());
        }
        List<Option> options = new ArrayList<>();
        for (String option : text.substring(colon + 1).split(";", -1)) {
            if (!option.isEmpty()) {
                options.add(option(option, generation));
            }
        }
        return new MetricSpec(text.substring(0, colon), options);
    }

    /** Returns whether an option was given, with or without a value. */
    public boolean has(String option) {
        return options.stream().anyMatch(given -> given.name.equals(option.toLowerCase(Locale.ROOT)));
    }

    /** Returns the values of an option; empty if it was not given. If an option is given twice, the last one counts. */
    public List<String> values(String option) {
        List<String> values = List.of();
        for (Option given : options) {
            if (given.name.equals(option.toLowerCase(Locale.ROOT))) {
                values = given.values;
            }
        }
        return values;
    }

    /** Returns whether the first value of the first option with this name is exactly {@code true}. */
    public boolean isTrue(String option) {
        for (Option given : options) {
            if (given.name.equals(option.toLowerCase(Locale.ROOT))) {
                return !given.values.isEmpty() && given.values.get(0).equals("true");
            }
        }
        return false;
    }

    private static Option option(String text, Generation generation) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return new Option(text, List.of(""));
        }
        String name = text.substring(0, equals);
        String values = text.substring(equals + 1);
        boolean bars = generation.isAtLeast(Generation.V1_20)
                ? !name.equalsIgnoreCase(LABELS_CONTEXT)
                : values.indexOf('|') >= 0;
        return new Option(name, split(values, bars ? "\\|" : ","));
    }

    private static List<String> split(String text, String separator) {
        List<String> values = new ArrayList<>();
        for (String value : text.split(separator, -1)) {
            if (!value.isEmpty()) {
                values.add(value);
            }
        }
        return values;
    }
}
