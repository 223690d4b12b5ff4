// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import io.flowobserver.flow.wire.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * A text in UTF-8. Like a {@code WireMessage}, it is written twice by the same code: first to compute the length, then
 * into an array of exactly that length. Nothing else is allocated.
 */
public final class Utf8Text {
    /** Writes the parts of a text. It is called twice and must write the same text both times. */
    public interface Parts {
        void writeTo(Utf8Text text);
    }

    private final byte @Nullable [] out;
    private int at;

    private Utf8Text(byte @Nullable [] out) {
        this.out = out;
    }

    /** Returns the bytes of the text. */
    public static byte[] of(Parts parts) {
        Utf8Text counted = new Utf8Text(null);
        parts.writeTo(counted);
        byte[] utf8 = new byte[counted.at];
        parts.writeTo(new Utf8Text(utf8));
        return utf8;
    }

    public Utf8Text append(String text) {
        at = out == null ? at + Utf8.length(text) : Utf8.write(text, out, at);
        return this;
    }

    /** Appends a number in decimal. */
    public Utf8Text append(long number) {
        return append(Long.toString(number));
    }

    /** Appends one code point. */
    Utf8Text codePoint(int codePoint) {
        at = out == null ? at + Utf8.length(codePoint) : Utf8.write(codePoint, out, at);
        return this;
    }
}
