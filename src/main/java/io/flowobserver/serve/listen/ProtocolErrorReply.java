// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Last bytes for clients that speak the wrong protocol, each in the client's own. */
final class ProtocolErrorReply {
    /** Record type alert, TLS 1.2 as the record version, two bytes: fatal, handshake_failure. */
    private static final byte[] TLS_ALERT = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28};

    private static final int FRAME_HEADER = 9;
    private static final byte SETTINGS = 0x4;
    private static final byte GOAWAY = 0x7;
    private static final int INADEQUATE_SECURITY = 0xc;

    private ProtocolErrorReply() {}

    static byte[] tls() {
        return TLS_ALERT.clone();
    }

    /** A status for HTTP/1.1; the text is ASCII. */
    static byte[] http1(String text) {
        return ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + (text.length() + 1) + "\r\nConnection: close\r\n\r\n" + text + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The settings that a client waits for, and a GOAWAY frame that carries the text. */
    static byte[] http2(String text) {
        byte[] debug = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frames = ByteBuffer.allocate(2 * FRAME_HEADER + 8 + debug.length);
        putHeader(frames, 0, SETTINGS);
        putHeader(frames, 8 + debug.length, GOAWAY);
        return frames.putInt(0).putInt(INADEQUATE_SECURITY).put(debug).array();
    }

    private static void putHeader(ByteBuffer frames, int length, byte type) {
        frames.put((byte) (length >> 16))
                .putShort((short) length)
                .put(type)
                .put((byte) 0)
                .putInt(0);
    }
}
