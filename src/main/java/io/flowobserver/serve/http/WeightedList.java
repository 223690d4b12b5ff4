// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Parses header fields such as Accept and Accept-Encoding: lists of values with parameters, one of which can be a weight
 * (RFC 9110, 5.6.1, 5.6.6 and 12.4.2).
 */
final class WeightedList {
    static final int FULL_WEIGHT = 1_000;

    private static final Pattern WEIGHT = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

    /**
     * One value.
     *
     * @param value the value in lower case
     * @param parameters those before the weight; names in lower case
     * @param weight thousandths, 0 to {@link #FULL_WEIGHT}; 0 means that the value is refused
     */
    record Item(String value, Map<String, String> parameters, int weight) {}

    private WeightedList() {}

    /** Parses all header fields of one name. Items whose weight is no weight are left out. */
    static List<Item> parse(List<String> fields) {
        List<Item> items = new ArrayList<>();
        for (String field : fields) {
            for (String text : split(field, ',')) {
                add(split(text, ';'), items);
            }
        }
        return items;
    }

    private static void add(List<String> parts, List<Item> items) {
        String value = parts.get(0).strip().toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String name =
                    (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            String text = equals < 0 ? "" : part.substring(equals + 1).strip();
            if (name.equals("q")) {
                // What follows is no parameter of the value.
                if (WEIGHT.matcher(text).matches()) {
                    addItem(value, parameters, Math.round(Float.parseFloat(text) * FULL_WEIGHT), items);
                }
                return;
            }
            parameters.put(name, unquoted(text));
        }
        addItem(value, parameters, FULL_WEIGHT, items);
    }

    private static void addItem(String value, Map<String, String> parameters, int weight, List<Item> items) {
        if (!value.isEmpty()) {
            items.add(new Item(value, parameters, weight));
        }
    }

    /** Splits at a separator, except in quoted strings. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && c == separator) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
    }
}
