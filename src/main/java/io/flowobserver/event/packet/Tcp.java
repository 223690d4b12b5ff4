// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A TCP header with its options (RFC 9293). The NS flag is defined by RFC 3540.
 *
 * <pre>
 *  0       1       2       3       4
 *  +---------------+---------------+
 *  |  source port  |  destination  |  0
 *  +---------------+---------------+
 *  |        sequence number        |  4
 *  +-------------------------------+
 *  |        acknowledgement        |  8
 *  +---+-----+-+---+---------------+
 *  |off|     |N|flg|    window     | 12
 *  +---+-----+-+---+---------------+
 *  |   checksum    |    urgent     | 16
 *  +---------------+---------------+
 *  |      options, 0-40 bytes      | 20
 *  +-------------------------------+
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class Tcp {
    private static final int PORTS_OFFSET = 0;
    private static final int DATA_OFFSET_OFFSET = 12;
    private static final int DATA_OFFSET_SHIFT = 12;
    /** The length is in the upper half of the byte at {@link #DATA_OFFSET_OFFSET}. */
    private static final int LENGTH_SHIFT = 4;

    private static final int FLAGS = 0x1ff;
    private static final int LENGTH = 20;

    /**
     * Two padding bytes and the start of a 10-byte timestamp option. Most segments of an established connection have
     * exactly these options.
     */
    private static final int TIME_STAMP_ONLY = 0x0101080a;

    private static final int TIME_STAMP_ONLY_LENGTH = 12;

    private static final int OPTION_END = 0;
    private static final int OPTION_PADDING = 1;
    private static final int OPTION_MULTIPATH = 30;

    private int ports;
    private int flags;
    private boolean flagsKnown;

    /**
     * Wraps the header at {@code at}. Returns null, or the error if the header is malformed or extends beyond
     * {@code end}.
     */
    public @Nullable Malformed wrap(EventBytes bytes, int at, int end) {
        if (end - at < LENGTH) {
            return Malformed.TCP;
        }
        int lengthAndFlags = bytes.u16be(at + DATA_OFFSET_OFFSET);
        int headerLength = (lengthAndFlags >>> DATA_OFFSET_SHIFT) * Integer.BYTES;
        if (headerLength < LENGTH || headerLength > end - at) {
            return Malformed.TCP;
        }
        if (headerLength > LENGTH && !optionsAreSound(bytes, at + LENGTH, at + headerLength)) {
            return Malformed.TCP;
        }
        this.ports = bytes.u32be(at + PORTS_OFFSET);
        this.flags = lengthAndFlags & FLAGS;
        this.flagsKnown = true;
        return null;
    }

    /**
     * Wraps as much of the header at {@code at} as there is. Its options and its length may be anything. Returns whether
     * the ports are there.
     */
    public boolean wrapLeniently(EventBytes bytes, int at, int end) {
        if (end - at < Integer.BYTES) {
            return false;
        }
        this.ports = bytes.u32be(at + PORTS_OFFSET);
        this.flagsKnown = end - at >= DATA_OFFSET_OFFSET + Short.BYTES;
        this.flags = flagsKnown ? bytes.u16be(at + DATA_OFFSET_OFFSET) & FLAGS : 0;
        return true;
    }

    /**
     * Returns where a packet ends that does not tell its length, as Linux makes it for TCP segments of more than 64 KiB
     * (BIG TCP). Other packets without a length have no payload: what follows them may be padding of the frame.
     */
    static int endOfBigTcp(EventBytes bytes, int protocol, int payload, int end) {
        boolean isSegment = protocol == IpProtocol.TCP
                && end - payload >= LENGTH
                && bytes.u8(payload + DATA_OFFSET_OFFSET) >>> LENGTH_SHIFT >= LENGTH / Integer.BYTES;
        return isSegment ? end : payload;
    }

    public int sourcePort() {
        return ports >>> Short.SIZE;
    }

    public int destinationPort() {
        return ports & 0xffff;
    }

    /** Returns whether the header goes as far as its flags. */
    public boolean hasFlags() {
        return flagsKnown;
    }

    /** Returns the nine flag bits, from FIN (bit 0) to NS (bit 8); 0 if they are not known. */
    public int flags() {
        return flags;
    }

    private static boolean optionsAreSound(EventBytes bytes, int at, int end) {
        if (end - at == TIME_STAMP_ONLY_LENGTH && bytes.u32be(at) == TIME_STAMP_ONLY) {
            return true;
        }
        while (at < end) {
            int kind = bytes.u8(at);
            if (kind == OPTION_END) {
                return true;
            }
            if (kind == OPTION_PADDING) {
                at++;
                continue;
            }
            int length =
                    kind == OPTION_MULTIPATH ? MultipathOption.length(bytes, at, end) : optionLength(bytes, at, end);
            if (length < 1 || length > end - at) {
                return false;
            }
            at += length;
        }
        return true;
    }

    private static int optionLength(EventBytes bytes, int at, int end) {
        if (end - at < 2) {
            return MultipathOption.BAD;
        }
        int length = bytes.u8(at + 1);
        return length < 2 ? MultipathOption.BAD : length;
    }
}
