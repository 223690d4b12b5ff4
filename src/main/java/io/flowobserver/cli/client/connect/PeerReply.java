// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.client.connect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * The first bytes of a reply to a greeting.
 *
 * @param closed whether the other end has closed the connection after them
 */
record PeerReply(byte[] bytes, boolean closed) {
    private static final byte TLS_ALERT = 0x15;
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final byte TLS_MAJOR = 3;

    /** Frames and error codes of HTTP/2 (RFC 9113, sections 4.1, 6.5, 6.8 and 7). */
    private static final int FRAME_HEADER = 9;

    private static final int GOAWAY_FIELDS = 8;
    private static final byte SETTINGS = 4;
    private static final byte GOAWAY = 7;
    private static final int INADEQUATE_SECURITY = 0xc;
    private static final int HTTP_1_1_REQUIRED = 0xd;

    /** A page alone is the answer of web servers that take the greeting for HTTP/0.9, which has no head. */
    private static final Pattern WEB = Pattern.compile("HTTP/|\\s*<(!doctype )?html", Pattern.CASE_INSENSITIVE);

    private static final int SHOWN = 16;

    static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** Returns what a server is that replies so to the preface of HTTP/2. */
    static Peer of(PeerReply reply) {
        byte[] bytes = reply.bytes;
        if (bytes.length == 0) {
            return new Peer(reply.closed ? Peer.Kind.CLOSES : Peer.Kind.SILENT);
        }
        if (reply.isTls(TLS_ALERT)) {
            return new Peer(Peer.Kind.TLS);
        }
        if (WEB.matcher(new String(bytes, ISO_8859_1)).lookingAt()) {
            return new Peer(Peer.Kind.HTTP1);
        }
        if (bytes.length >= FRAME_HEADER && bytes[3] == SETTINGS && bytes[5] == 0) {
            return http2(bytes);
        }
        return new Peer(Peer.Kind.OTHER_PROTOCOL, new String(bytes, 0, Math.min(SHOWN, bytes.length), ISO_8859_1));
    }

    static boolean isTlsHandshake(PeerReply reply) {
        return reply.isTls(TLS_HANDSHAKE);
    }

    private boolean isTls(byte record) {
        return bytes.length >= 2 && bytes[0] == record && bytes[1] == TLS_MAJOR;
    }

    /** Looks for the reason of a server that sends the client away at once. */
    private static Peer http2(byte[] bytes) {
        ByteBuffer frames = ByteBuffer.wrap(bytes);
        while (frames.remaining() >= FRAME_HEADER) {
            int length = frames.getInt() >>> Byte.SIZE;
            byte type = frames.get(frames.position() - 1);
            frames.position(frames.position() + FRAME_HEADER - Integer.BYTES);
            if (length > frames.remaining()) {
                break;
            }
            if (type == GOAWAY && length >= GOAWAY_FIELDS) {
                int error = frames.getInt(frames.position() + Integer.BYTES);
                String text = new String(bytes, frames.position() + GOAWAY_FIELDS, length - GOAWAY_FIELDS, ISO_8859_1);
                return new Peer(kind(error), text);
            }
            frames.position(frames.position() + length);
        }
        return new Peer(Peer.Kind.HTTP2);
    }

    private static Peer.Kind kind(int error) {
        return switch (error) {
            case INADEQUATE_SECURITY -> Peer.Kind.TLS_REQUIRED;
            case HTTP_1_1_REQUIRED -> Peer.Kind.HTTP1_REQUIRED;
            default -> Peer.Kind.HTTP2;
        };
    }
}
