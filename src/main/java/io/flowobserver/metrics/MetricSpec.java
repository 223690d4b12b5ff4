// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One metric as it was asked for, {@code name[:option[=value[|value]...][;option...]]}.
 *
 * @param name of the metric, known or not
 * @param options by name in lower case; the last of a name wins
 */
record MetricSpec(String name, Map<String, List<String>> options) {
    MetricSpec {
        options = Map.copyOf(options);
    }

    static MetricSpec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new MetricSpec(text, Map.of());
        }
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (String option : text.substring(colon + 1).split(";")) {
            if (!option.isEmpty()) {
                int equals = option.indexOf('=');
                String name = equals < 0 ? option : option.substring(0, equals);
                options.put(
                        name.toLowerCase(Locale.ROOT), equals < 0 ? List.of("") : split(option.substring(equals + 1)));
            }
        }
        return new MetricSpec(text.substring(0, colon), options);
    }

    /** Whether an option was given, with or without a value. */
    boolean has(String option) {
        return options.containsKey(option.toLowerCase(Locale.ROOT));
    }

    /** The values of an option, none if it was not given. */
    List<String> values(String option) {
        return options.getOrDefault(option.toLowerCase(Locale.ROOT), List.of());
    }

    private static List<String> split(String text) {
        List<String> values = new ArrayList<>();
        for (String value : text.split(text.indexOf('|') >= 0 ? "\\|" : ",")) {
            if (!value.isEmpty()) {
                values.add(value);
            }
        }
        return values;
    }
}
