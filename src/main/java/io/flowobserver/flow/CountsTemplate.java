// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import io.flowobserver.flow.row.CountState;
import io.flowobserver.flow.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The field {@code extensions} of a flow with counts, as it is but for the counts: an {@code Any} with a
 * {@code google.protobuf.Struct}, which every client can print; a message of our own would break the hubble command's
 * JSON. The constants are the offsets, from the first entry on, at which the values end. An entry that only some flows
 * have comes after all that have a constant.
 */
final class CountsTemplate {
    /** The numbers of the first entries only, those and more, and those and more. */
    static final int PACKET = 2;

    static final int CONNECTION = 7;
    static final int TCP = 9;

    private static final int EXTENSIONS_FIELD = 150_000;
    private static final byte[] NUMBER_TAG = {2 << 3 | 1};
    private static final int TEXT_FIELD = 3;
    private static final byte[] TRUE = {4 << 3, 1};
    /** A {@code Value} whose text, the TCP flags, is still to come. */
    private static final byte[] FLAGS = text(" ".repeat(Byte.SIZE));

    private static final String[] KEYS = {
        "packets",
        "bytes",
        "total_packets",
        "total_bytes",
        "reverse_packets",
        "reverse_bytes",
        "first_seen",
        "tcp_flags",
        "reverse_tcp_flags"
    };

    static final int PACKETS_END = end(1);
    static final int BYTES_END = end(2);
    static final int TOTAL_PACKETS_END = end(3);
    static final int TOTAL_BYTES_END = end(4);
    static final int REVERSE_PACKETS_END = end(5);
    static final int REVERSE_BYTES_END = end(6);
    static final int FIRST_SEEN_END = end(CONNECTION);
    static final int TCP_FLAGS_END = end(8);
    static final int REVERSE_TCP_FLAGS_END = end(TCP);

    /** The encoded field. Callers must not change it. */
    final byte[] bytes;
    /** Offset of the first entry. */
    final int entries;

    /**
     * Encodes a template.
     *
     * @param values how many values it has room for, one of the constants
     * @param state bits of {@link CountState}
     */
    CountsTemplate(int values, int state) {
        byte[] struct = concatenated(values(values), states(state));
        byte[] any = concatenated(
                delimited(1, Wire.utf8("type.googleapis.com/google.protobuf.Struct")), delimited(2, struct));
        bytes = delimited(EXTENSIONS_FIELD, any);
        entries = bytes.length - struct.length;
    }

    private static int end(int values) {
        return values(values).length;
    }

    private static byte[] values(int values) {
        byte[] out = {};
        for (int i = 0; i < values; i++) {
            out = concatenated(out, entry(KEYS[i], i < CONNECTION ? number() : FLAGS));
        }
        return out;
    }

    private static byte[] states(int state) {
        return concatenated(
                (state & CountState.OPENED) == 0 ? new byte[0] : entry("opened", TRUE),
                switch (CountState.closed(state)) {
                    case CountState.CLOSED_FIN -> entry("closed", text("fin"));
                    case CountState.CLOSED_RST -> entry("closed", text("rst"));
                    case CountState.CLOSED_TIMEOUT -> entry("closed", text("timeout"));
                    case CountState.CLOSED_REUSED -> entry("closed", text("reused"));
                    default -> new byte[0];
                },
                (state & CountState.SWEPT) == 0 ? new byte[0] : entry("told_by", text("sweep")),
                (state & CountState.SUMMED) == 0 ? new byte[0] : entry("in_node_sums", TRUE));
    }

    /** An entry of the map that a {@code Struct} is. */
    private static byte[] entry(String key, byte[] value) {
        return delimited(1, concatenated(delimited(1, Wire.utf8(key)), delimited(2, value)));
    }

    /** A {@code Value} whose number, eight bytes, is still to come. */
    private static byte[] number() {
        return concatenated(NUMBER_TAG, new byte[Double.BYTES]);
    }

    private static byte[] text(String text) {
        return delimited(TEXT_FIELD, Wire.utf8(text));
    }

    private static byte[] delimited(int field, byte[] body) {
        byte[] out = new byte[2 * Wire.MAX_VARINT + body.length];
        return Arrays.copyOf(out, Wire.delimited(out, 0, field, body));
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
