// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes lines in UTF-8: to standard output with a buffer until {@link #flush()}, and to standard error without one.
 * Unlike {@code System.out} it throws an error when the reader has closed the stream. Not thread-safe.
 */
public final class ConsoleOutput {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Writer out;
    private final Writer err;
    private char[] chars = new char[1024];
    private boolean dirty;

    ConsoleOutput(OutputStream out, OutputStream err) {
        this.out = new OutputStreamWriter(new BufferedOutputStream(out, BUFFER_BYTES), StandardCharsets.UTF_8);
        this.err = new OutputStreamWriter(err, StandardCharsets.UTF_8);
    }

    /**
     * Writes the text and a line end to standard output. The caller may reuse the text afterwards.
     *
     * @throws IOException if standard output cannot be written
     */
    public void line(StringBuilder text) throws IOException {
        dirty = true;
        write(out, text);
    }

    /**
     * Writes the text and a line end to standard error.
     *
     * @throws IOException if standard error cannot be written
     */
    public void errorLine(StringBuilder text) throws IOException {
        write(err, text);
        err.flush();
    }

    public void flush() throws IOException {
        if (dirty) {
            out.flush();
            dirty = false;
        }
    }

    private void write(Writer writer, StringBuilder text) throws IOException {
        int length = text.length();
        if (length >= chars.length) {
            chars = new char[2 * length];
        }
        text.getChars(0, length, chars, 0);
        chars[length] = '\n';
        writer.write(chars, 0, length + 1);
    }
}
