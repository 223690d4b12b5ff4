// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Protobuf wire format into a byte array. Each method returns the offset behind what it wrote; the caller has made sure
 * that there is room.
 */
public final class Wire {
    static final int VARINT = 0;
    public static final int LENGTH_DELIMITED = 2;
    public static final int MAX_VARINT = 10;

    private Wire() {}

    /** An unsigned varint, at most {@link #MAX_VARINT} bytes. */
    public static int varint(byte[] out, int at, long value) {
        while ((value & ~0x7FL) != 0) {
            out[at++] = (byte) ((value & 0x7F) | 0x80);
            value >>>= 7;
        }
        out[at++] = (byte) value;
        return at;
    }

    /** Bytes that {@link #varint} writes. */
    public static int varintLength(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    /** The tag of a field. */
    public static int tag(byte[] out, int at, int field, int type) {
        int tag = field << 3 | type;
        // Fields are constants where this is called, so of these branches the compiler keeps one.
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

    /** A varint field, left out if it is 0, as proto3 does. {@code value} is unsigned. */
    public static int number(byte[] out, int at, int field, long value) {
        return value == 0 ? at : varint(out, tag(out, at, field, VARINT), value);
    }

    /** An unsigned 32-bit field kept in a Java int. */
    public static int unsigned(byte[] out, int at, int field, int value) {
        return number(out, at, field, value & 0xFFFFFFFFL);
    }

    /** A bool field, left out if it is false. */
    public static int bool(byte[] out, int at, int field, boolean value) {
        return number(out, at, field, value ? 1 : 0);
    }

    /** Bytes as they are. */
    public static int copy(byte[] out, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, out, at, bytes.length);
        return at + bytes.length;
    }

    /** A length-delimited field, written even if it is empty. */
    public static int delimited(byte[] out, int at, int field, byte[] bytes) {
        at = varint(out, tag(out, at, field, LENGTH_DELIMITED), bytes.length);
        return copy(out, at, bytes);
    }

    /** A string field, left out if it is empty. */
    public static int text(byte[] out, int at, int field, byte[] utf8) {
        return utf8.length == 0 ? at : delimited(out, at, field, utf8);
    }

    /** Text as protobuf wants it. */
    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The encoded fields of a repeated string, empty strings included. */
    public static byte[] texts(int field, List<String> texts) {
        return WireMessage.of(message -> message.texts(field, texts));
    }
}
