// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The protocol of a connection, as its first bytes tell it. */
enum DetectedProtocol {
    /** The complete HTTP/2 connection preface (RFC 9113, section 3.4). */
    GRPC,
    /** The method of an HTTP/1.x request and the space after it. */
    HTTP1,
    /** A TLS handshake record. */
    TLS,
    /** No protocol that a listener knows. */
    GARBAGE,
    /** More bytes are needed. */
    UNDECIDED;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR_VERSION = 3;
    /** Lengths of HTTP methods: from GET to OPTIONS and CONNECT. */
    private static final int SHORTEST_METHOD = 3;

    private static final int LONGEST_METHOD = 7;

    /** Looks at the readable bytes without consuming them. */
    static DetectedProtocol of(ByteBuf in) {
        int length = in.readableBytes();
        if (length >= 1 && byteAt(in, 0) == TLS_HANDSHAKE) {
            return length < 2 ? UNDECIDED : byteAt(in, 1) == TLS_MAJOR_VERSION ? TLS : GARBAGE;
        }
        int same = 0;
        while (same < Math.min(length, PREFACE.length) && byteAt(in, same) == PREFACE[same]) {
            same++;
        }
        if (same == PREFACE.length) {
            return GRPC;
        }
        return same == length ? UNDECIDED : http1OrGarbage(in, length);
    }

    private static DetectedProtocol http1OrGarbage(ByteBuf in, int length) {
        for (int i = 0; i < length; i++) {
            int letter = byteAt(in, i);
            if (letter == ' ' && i >= SHORTEST_METHOD) {
                return HTTP1;
            }
            if (letter < 'A' || letter > 'Z' || i >= LONGEST_METHOD) {
                return GARBAGE;
            }
        }
        return UNDECIDED;
    }

    private static int byteAt(ByteBuf in, int index) {
        return in.getUnsignedByte(in.readerIndex() + index);
    }
}
