// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the body of a message. The same code writes the message twice: first to compute the length, then into an
 * array of exactly that length. As in proto3, a field that is 0 or empty is left out, except in repeated fields.
 */
public final class WireMessage {
    /** Writes the fields of a message. It is called twice and must write the same fields both times. */
    public interface Fields {
        void writeTo(WireMessage message);
    }

    private final byte @Nullable [] out;
    private int at;

    private WireMessage(byte @Nullable [] out) {
        this.out = out;
    }

    /** Returns the encoded body. */
    public static byte[] of(Fields fields) {
        WireMessage counted = new WireMessage(null);
        fields.writeTo(counted);
        byte[] body = new byte[counted.at];
        fields.writeTo(new WireMessage(body));
        return body;
    }

    /** Writes an integer field, unless the value is 0. The value is unsigned, or negative in 64 bits. */
    public void number(int field, long value) {
        if (value != 0) {
            tag(field, Wire.VARINT);
            varint(value);
        }
    }

    /** Writes a string field, unless the text is empty. */
    public void text(int field, String text) {
        if (!text.isEmpty()) {
            element(field, text);
        }
    }

    /** Writes a repeated string field, including empty strings. */
    public void texts(int field, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            element(field, texts.get(i));
        }
    }

    /** Writes a message field, even if the message is empty. */
    public void message(int field, Fields fields) {
        WireMessage counted = new WireMessage(null);
        fields.writeTo(counted);
        tag(field, Wire.LENGTH_DELIMITED);
        varint(counted.at);
        fields.writeTo(this);
    }

    /** Writes a message field whose fields 1 and 2 are strings. */
    public void pair(int field, String first, String second) {
        tag(field, Wire.LENGTH_DELIMITED);
        varint(textLength(first) + textLength(second));
        text(1, first);
        text(2, second);
    }

    /** Length in bytes of a string field with a one-byte tag. */
    private static int textLength(String text) {
        int length = Utf8.length(text);
        return length == 0 ? 0 : 1 + Wire.varintLength(length) + length;
    }

    private void element(int field, String text) {
        int length = Utf8.length(text);
        tag(field, Wire.LENGTH_DELIMITED);
        varint(length);
        if (out != null) {
            Utf8.write(text, out, at);
        }
        at += length;
    }

    private void tag(int field, int type) {
        varint((long) field << 3 | type);
    }

    private void varint(long value) {
        at = out == null ? at + Wire.varintLength(value) : Wire.varint(out, at, value);
    }
}
