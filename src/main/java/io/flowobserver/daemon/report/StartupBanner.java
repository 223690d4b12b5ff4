// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.report;

import java.util.ArrayList;
import java.util.List;

/** The lines that a daemon logs about itself when it has started. */
public final class StartupBanner {
    private static final int LABEL_WIDTH = 12;

    private final String title;
    private final List<String> lines = new ArrayList<>();

    /** Has only its title yet, which is the first line. */
    public StartupBanner(String title) {
        this.title = title;
    }

    /** Adds a line. A label has at most 10 letters. */
    public void add(String label, String text) {
        lines.add("  " + label + ":" + " ".repeat(Math.max(1, LABEL_WIDTH - 1 - label.length())) + text);
    }

    @Override
    public String toString() {
        return title + "\n" + String.join("\n", lines);
    }
}
