// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.print.node;

import io.flowobserver.cli.console.SafeText;
import java.util.List;
import java.util.Locale;

/**
 * A part of a node's status.
 *
 * @param label for example {@code Oldest flow}
 * @param lines at least one; may have control characters that a server has sent
 */
record NodeSection(String label, List<String> lines) {
    private static final int DICT_WIDTH = 19;

    NodeSection(String label, String line) {
        this(label, List.of(line));
    }

    /** Appends the label with its only line, or with a list of its lines. */
    void appendText(StringBuilder out) {
        out.append(label).append(':');
        if (lines.size() == 1) {
            out.append(' ');
            SafeText.append(out, lines.get(0));
        } else {
            for (String line : lines) {
                out.append("\n  - ");
                SafeText.append(out, line);
            }
        }
        out.append('\n');
    }

    /** Appends one line in the form of hubble's figures. */
    void appendDict(StringBuilder out) {
        String key = label.toUpperCase(Locale.ROOT);
        out.append(" ".repeat(Math.max(0, DICT_WIDTH - key.length())))
                .append(key)
                .append(": ");
        SafeText.append(out, String.join("; ", lines));
        out.append('\n');
    }
}
