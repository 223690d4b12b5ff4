// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message, written by the same code twice: once to learn its length, then into an array of just that
 * length. What is 0 or empty is left out but in lists, as proto3 asks.
 */
public final class WireMessage {
    /** Writes the fields of a message; called twice, and must do the same both times. */
    public interface Fields {
        void writeTo(WireMessage message);
    }

    private final byte @Nullable [] out;
    private int at;

    private WireMessage(byte @Nullable [] out) {
        this.out = out;
    }

    public static byte[] of(Fields fields) {
        WireMessage counted = new WireMessage(null);
        fields.writeTo(counted);
        byte[] body = new byte[counted.at];
        fields.writeTo(new WireMessage(body));
        return body;
    }

    /** An integer, unsigned or negative in 64 bits. */
    public void number(int field, long value) {
        if (value != 0) {
            tag(field, Wire.VARINT);
            varint(value);
        }
    }

    public void text(int field, String text) {
        if (!text.isEmpty()) {
            element(field, text);
        }
    }

    public void texts(int field, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            element(field, texts.get(i));
        }
    }

    public void message(int field, Fields fields) {
        WireMessage counted = new WireMessage(null);
        fields.writeTo(counted);
        tag(field, Wire.LENGTH_DELIMITED);
        varint(counted.at);
        fields.writeTo(this);
    }

    /** A message whose fields 1 and 2 are texts. */
    public void pair(int field, String first, String second) {
        tag(field, Wire.LENGTH_DELIMITED);
        varint(textLength(first) + textLength(second));
        text(1, first);
        text(2, second);
    }

    /** Bytes of a field with a one-byte tag. */
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
