// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The last bytes for clients that speak the wrong protocol, each reply in the client's own. All texts are ASCII. */
final class ProtocolErrorReply {
    /** Record type alert, TLS 1.2 as the record version, two bytes: fatal, handshake_failure (RFC 8446, section 6). */
    private static final byte[] TLS_ALERT = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28};

    /** Frames and error codes of HTTP/2 (RFC 9113, sections 4.1, 6.5, 6.8 and 7). */
    private static final int FRAME_HEADER = 9;

    private static final byte SETTINGS = 0x4;
    private static final byte GOAWAY = 0x7;
    private static final int INADEQUATE_SECURITY = 0xc;
    private static final int HTTP_1_1_REQUIRED = 0xd;

    private ProtocolErrorReply() {}

    static byte[] tls() {
        return TLS_ALERT.clone();
    }

    /** A response of HTTP/1.1 with status 400. */
    static byte[] http1(String text) {
        return ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "X-Content-Type-Options: nosniff\r\nContent-Length: "
                        + (text.length() + 1) + "\r\nConnection: close\r\n\r\n" + text + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** For a gRPC client without TLS. */
    static byte[] tlsRequired(String text) {
        return goAway(INADEQUATE_SECURITY, text);
    }

    /** For a gRPC client where only HTTP/1.1 is served. */
    static byte[] http1Required(String text) {
        return goAway(HTTP_1_1_REQUIRED, text);
    }

    /** The settings that a client waits for, and a GOAWAY frame that carries the text. */
    private static byte[] goAway(int error, String text) {
        byte[] debug = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frames = ByteBuffer.allocate(2 * FRAME_HEADER + 8 + debug.length);
        putHeader(frames, 0, SETTINGS);
        putHeader(frames, 8 + debug.length, GOAWAY);
        return frames.putInt(0).putInt(error).put(debug).array();
    }

    private static void putHeader(ByteBuffer frames, int length, byte type) {
        frames.put((byte) (length >> 16))
                .putShort((short) length)
                .put(type)
                .put((byte) 0)
                .putInt(0);
    }
}
