// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;

/**
 * The extension headers of an IPv6 packet (RFC 8200; the authentication header is that of RFC 4302), which our programs
 * step over, too.
 *
 * <pre>
 *  0       1       2               4               8
 *  +-------+-------+---------------+---------------+
 *  | next  |length | options, or fragment offset ...
 *  +-------+-------+---------------+---------------+
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class Ipv6Extensions {
    /** There is no next header: the packet is a later fragment, or an extension header is incomplete. */
    static final int NONE = -1;

    private static final int LENGTH_OFFSET = 1;
    private static final int DATA_OFFSET = 2;
    private static final int LEAST_LENGTH = 8;
    private static final int FRAGMENT_OFFSET = 0xfff8;
    private static final int OPTION_PAD1 = 0;
    private static final int OPTION_JUMBO = 0xc2;
    private static final int JUMBO_LENGTH = 6;

    private int next;
    private int payload;
    private long jumboLength;

    /** Steps over the extension headers between {@code at} and {@code end}. */
    void walk(EventBytes bytes, int first, int at, int end) {
        next = first;
        payload = at;
        jumboLength = 0;
        while (isExtension(next)) {
            if (end - payload < LEAST_LENGTH) {
                next = NONE;
                return;
            }
            step(bytes, end);
        }
    }

    /** Returns the protocol after the last extension header, or {@link #NONE}. */
    int next() {
        return next;
    }

    /** Returns the offset after the last extension header. It may be beyond the end. */
    int payload() {
        return payload;
    }

    /** Returns the length in a jumbo payload option (RFC 2675), 32 bits; 0 if there is none. */
    long jumboLength() {
        return jumboLength;
    }

    private void step(EventBytes bytes, int end) {
        int at = payload;
        int length = bytes.u8(at + LENGTH_OFFSET);
        switch (next) {
            case IpProtocol.FRAGMENT -> {
                payload += LEAST_LENGTH;
                if ((bytes.u16be(at + DATA_OFFSET) & FRAGMENT_OFFSET) != 0) {
                    next = NONE;
                    return;
                }
            }
            case IpProtocol.AUTHENTICATION -> payload += (length + 2) * Integer.BYTES;
            default -> payload += (length + 1) * Long.BYTES;
        }
        if (next == IpProtocol.HOP_BY_HOP) {
            findJumboLength(bytes, at + DATA_OFFSET, Math.min(payload, end));
        }
        next = bytes.u8(at);
    }

    private void findJumboLength(EventBytes bytes, int at, int end) {
        while (end - at >= JUMBO_LENGTH) {
            int kind = bytes.u8(at);
            if (kind == OPTION_JUMBO && bytes.u8(at + 1) == Integer.BYTES) {
                jumboLength = bytes.u32be(at + 2) & 0xffff_ffffL;
                return;
            }
            at += kind == OPTION_PAD1 ? 1 : 2 + bytes.u8(at + 1);
        }
    }

    private static boolean isExtension(int protocol) {
        return switch (protocol) {
            case IpProtocol.HOP_BY_HOP,
                    IpProtocol.ROUTING,
                    IpProtocol.FRAGMENT,
                    IpProtocol.AUTHENTICATION,
                    IpProtocol.DESTINATION_OPTIONS -> true;
            default -> false;
        };
    }
}
