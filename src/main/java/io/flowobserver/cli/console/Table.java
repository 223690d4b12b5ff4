// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import java.util.ArrayList;
import java.util.List;

/** A table with a header, whose columns are as wide as their widest text. Not thread-safe. */
public final class Table {
    private static final int GAP = 3;
    private static final int MIN_WIDTH = 2;

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean headed;

    /**
     * Creates an empty table.
     *
     * @param head the header, one text for each column
     */
    public Table(List<String> head) {
        this.head = head;
    }

    public void add(List<String> row) {
        rows.add(row);
    }

    /** Returns the number of rows that were not yet appended to a text. */
    public int size() {
        return rows.size();
    }

    /**
     * Appends the rows, without the line end of the last one, and removes them. The first call also appends the header.
     */
    public void append(StringBuilder out) {
        if (!headed) {
            headed = true;
            rows.add(0, head);
        }
        int[] widths = widths();
        for (List<String> row : rows) {
            appendRow(out, row, widths);
        }
        out.setLength(out.length() - 1);
        rows.clear();
    }

    private int[] widths() {
        int[] widths = new int[head.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Math.max(MIN_WIDTH, width(row.get(i)) + GAP));
            }
        }
        return widths;
    }

    private static void appendRow(StringBuilder out, List<String> row, int[] widths) {
        int last = widths.length - 1;
        for (int i = 0; i < last; i++) {
            out.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i))));
        }
        out.append(row.get(last)).append('\n');
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
