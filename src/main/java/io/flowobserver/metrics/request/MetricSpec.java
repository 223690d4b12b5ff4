// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The name and options of one metric. The text form is {@code name[:option[=value[|value]...][;option...]]}.
 *
 * @param name the name of the metric, which need not exist
 */
public record MetricSpec(String name, List<Option> options) {
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

    public static MetricSpec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new MetricSpec(text, List.of());
        }
        List<Option> options = new ArrayList<>();
        for (String option : text.substring(colon + 1).split(";", -1)) {
            if (!option.isEmpty()) {
                int equals = option.indexOf('=');
                options.add(
                        equals < 0
                                ? new Option(option, List.of(""))
                                : new Option(option.substring(0, equals), split(option.substring(equals + 1))));
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

    private static List<String> split(String text) {
        List<String> values = new ArrayList<>();
        for (String value : text.split(text.indexOf('|') >= 0 ? "\\|" : ",", -1)) {
            if (!value.isEmpty()) {
                values.add(value);
            }
        }
        return values;
    }
}
