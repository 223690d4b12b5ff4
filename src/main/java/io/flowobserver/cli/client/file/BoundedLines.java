// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.file;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads lines of limited length, whatever is in the file. Not thread-safe. */
final class BoundedLines {
    private final Reader reader;
    private final int maxChars;
    private final StringBuilder line = new StringBuilder();
    private boolean cut;

    BoundedLines(Reader reader, int maxChars) {
        this.reader = reader;
        this.maxChars = maxChars;
    }

    /** Returns the next line without its end, or null after the last one. Of a longer line it returns the beginning. */
    @Nullable
    String next() throws IOException {
        line.setLength(0);
        cut = false;
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() < maxChars) {
                line.append((char) c);
            } else {
                cut = true;
            }
        }
        return line.toString();
    }

    /** Returns whether the last line was longer than allowed. */
    boolean isCut() {
        return cut;
    }
}
