// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the protobuf wire format into a byte array. Each method returns the offset after the bytes that it wrote. The
 * caller ensures that there is enough room.
 */
public final class Wire {
    /** Wire type of a varint. */
    static final int VARINT = 0;
    /** Wire type of a length-delimited field. */
    public static final int LENGTH_DELIMITED = 2;
    /** Maximum length of a varint, in bytes. */
    public static final int MAX_VARINT = 10;

    private Wire() {}

    /** Writes an unsigned varint, at most {@link #MAX_VARINT} bytes. */
    public static int varint(byte[] out, int at, long value) {
        while ((value & ~0x7FL) != 0) {
            out[at++] = (byte) ((value & 0x7F) | 0x80);
            value >>>= 7;
        }
        out[at++] = (byte) value;
        return at;
    }

    /** Returns the number of bytes that {@link #varint} writes. */
    public static int varintLength(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    /** Writes the tag of a field. */
    public static int tag(byte[] out, int at, int field, int type) {
        int tag = field << 3 | type;
        // Callers pass a constant field number, so the JIT compiler keeps only one of these branches.
        if (tag < 1 << 7) {
            out[at] = (byte) tag;
            return at + 1;
        }
        if (tag < 1 << 14) {
            out[at] = (byte) (tag | 0x80);
            out[at + 1] = (byte) (tag >>> 7);
            return at + 2;
        }
        return varint(out, at, tag);
    }

    /** Writes a varint field, unless the value is 0. The value is unsigned. */
    public static int number(byte[] out, int at, int field, long value) {
        return value == 0 ? at : varint(out, tag(out, at, field, VARINT), value);
    }

    /** Writes an unsigned 32-bit field, unless the value is 0. */
    public static int unsigned(byte[] out, int at, int field, int value) {
        return number(out, at, field, value & 0xFFFFFFFFL);
    }

    /** Writes a bool field, unless the value is false. */
    public static int bool(byte[] out, int at, int field, boolean value) {
        return number(out, at, field, value ? 1 : 0);
    }

    /** Copies bytes without a tag or length. */
    public static int copy(byte[] out, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, out, at, bytes.length);
        return at + bytes.length;
    }

    /** Writes a length-delimited field, even if it is empty. */
    public static int delimited(byte[] out, int at, int field, byte[] bytes) {
        at = varint(out, tag(out, at, field, LENGTH_DELIMITED), bytes.length);
        return copy(out, at, bytes);
    }

    /** Writes a string field, unless the text is empty. */
    public static int text(byte[] out, int at, int field, byte[] utf8) {
        return utf8.length == 0 ? at : delimited(out, at, field, utf8);
    }

    /** Returns the text in UTF-8. */
    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the encoded fields of a repeated string, including empty strings. */
    public static byte[] texts(int field, List<String> texts) {
        return WireMessage.of(message -> message.texts(field, texts));
    }
}
