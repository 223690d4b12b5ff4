// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import io.flowobserver.cli.console.Truth;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.filter.flags.GoDuration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the values of a setting look like. A value is one text; that of a list is any number of them. */
enum ValueKind {
    TEXT,
    TRUTH,
    DURATION,
    PORT,
    LIST,
    /** A list of filters in JSON, whose commas and spaces separate nothing. */
    FILTERS;

    private static final int MAX_PORT = 65_535;

    boolean isList() {
        return this == LIST || this == FILTERS;
    }

    /**
     * Returns the value in the form in which the file has it.
     *
     * @param origin where the text comes from, for the error
     * @throws UserError if the text is no value of this kind
     */
    List<String> parse(String origin, String text) {
        return switch (this) {
            case TEXT -> List.of(text);
            case TRUTH -> List.of(truth(origin, text));
            case DURATION -> {
                check(GoDuration.parse(text).isPresent(), origin, text, "is no duration, such as 5s or 1m30s");
                yield List.of(text);
            }
            case PORT -> {
                check(isPort(text), origin, text, "is no port number from 0 to 65535");
                yield List.of(text);
            }
            case LIST -> list(text);
            case FILTERS -> text.isBlank() || text.strip().equals("[]") ? List.of() : List.of(text);
        };
    }

    /** Returns the value as YAML, each line with its line end, in the form of the hubble command. */
    String yaml(List<String> value, String indent) {
        if (!isList()) {
            return (this == TRUTH ? value.get(0) : YamlText.of(value.get(0))) + "\n";
        }
        if (value.isEmpty()) {
            return "[]\n";
        }
        StringBuilder out = new StringBuilder(indent.isEmpty() ? "" : "\n");
        value.forEach(element ->
                out.append(indent).append("- ").append(YamlText.of(element)).append('\n'));
        return out.toString();
    }

    private static List<String> list(String text) {
        String inner = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        return Arrays.stream(inner.split("[,\\s]+", -1))
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static String truth(String origin, String text) {
        Optional<Boolean> truth = Truth.of(text);
        check(truth.isPresent(), origin, text, "is neither true nor false");
        return truth.orElse(false).toString();
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= MAX_PORT;
    }

    private static void check(boolean right, String origin, String text, String problem) {
        if (!right) {
            throw new UserError(origin + ": \"" + text + "\" " + problem);
        }
    }
}
