// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.notice;

import io.flowobserver.flow.wire.Wire;
import java.util.Arrays;
import java.util.List;

/** Writes the fields of one protobuf message in sequence. A field that is 0 or empty is left out. */
final class ProtoMessageWriter {
    /**
     * Room for the tag and length of a text, or for a number field. Field numbers here take two bytes, and lengths take
     * four.
     */
    private static final int FIELD = 2 + Wire.MAX_VARINT;

    private byte[] bytes = new byte[8 * FIELD];
    private int length;

    ProtoMessageWriter number(int field, long value) {
        reserve(FIELD);
        length = Wire.number(bytes, length, field, value);
        return this;
    }

    ProtoMessageWriter text(int field, byte[] utf8) {
        return utf8.length == 0 ? this : message(field, utf8, utf8.length);
    }

    ProtoMessageWriter texts(int field, List<byte[]> texts) {
        int room = 0;
        for (byte[] text : texts) {
            room += FIELD / 2 + text.length;
        }
        reserve(room);
        for (byte[] text : texts) {
            length = Wire.delimited(bytes, length, field, text);
        }
        return this;
    }

    /** Writes a message field, even if the message is empty. */
    ProtoMessageWriter message(int field, ProtoMessageWriter body) {
        return message(field, body.bytes, body.length);
    }

    byte[] toArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private ProtoMessageWriter message(int field, byte[] body, int bodyLength) {
        reserve(FIELD + bodyLength);
        length = Wire.varint(bytes, Wire.tag(bytes, length, field, Wire.LENGTH_DELIMITED), bodyLength);
        System.arraycopy(body, 0, bytes, length, bodyLength);
        length += bodyLength;
        return this;
    }

    private void reserve(int room) {
        if (bytes.length - length < room) {
            bytes = Arrays.copyOf(bytes, length + room);
        }
    }
}
