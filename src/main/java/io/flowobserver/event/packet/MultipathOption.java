// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.packet;

import io.flowobserver.event.EventBytes;

/**
 * Validates the length of a Multipath TCP option (kind 30, RFC 8684).
 *
 * <pre>
 *  +-------+-------+----+----+-------
 *  |  30   |length |sub |bits| by sub-type
 *  +-------+-------+----+----+-------
 * </pre>
 */
final class MultipathOption {
    /** The option has an invalid length. */
    static final int BAD = -1;

    private static final int CAPABLE = 0;
    private static final int JOIN = 1;
    private static final int DATA_SEQUENCE = 2;
    private static final int ADD_ADDRESS = 3;
    private static final int REMOVE_ADDRESS = 4;
    private static final int PRIORITY = 5;
    private static final int FAIL = 6;
    private static final int FAST_CLOSE = 7;
    private static final int RESET = 8;

    private static final int DSS_ACK = 0x01;
    private static final int DSS_ACK_8_BYTES = 0x02;
    private static final int DSS_MAP = 0x04;
    private static final int DSS_MAP_8_BYTES = 0x08;

    private static final int LEAST_REMOVE_ADDRESS = 4;
    private static final int ADDRESS_HMAC_LENGTH = 8;

    private MultipathOption() {}

    /**
     * Returns the length of the option at {@code at}, or {@link #BAD} if its sub-type does not allow that length. An
     * unknown sub-type may have any length, even 0. The caller must reject 0, because it could not continue after the
     * option.
     */
    static int length(EventBytes bytes, int at, int end) {
        if (end - at < 3) {
            return BAD;
        }
        int length = bytes.u8(at + 1);
        int bits = bytes.u8(at + 2);
        boolean sound =
                switch (bits >>> 4) {
                    case CAPABLE -> length == 4 || length == 12 || length == 20 || length == 22 || length == 24;
                    case JOIN -> length == 12 || length == 16 || length == 24;
                    case DATA_SEQUENCE -> end - at > 3 && isDataSequence(length, bytes.u8(at + 3));
                    case ADD_ADDRESS -> isAddress(length, bits & 0x0f);
                    case REMOVE_ADDRESS -> length >= LEAST_REMOVE_ADDRESS;
                    case PRIORITY -> length == 3 || length == 4;
                    case FAIL, FAST_CLOSE -> length == 12;
                    case RESET -> length == 4;
                    default -> true;
                };
        return sound ? length : BAD;
    }

    private static boolean isDataSequence(int length, int flags) {
        int expected = 4;
        if ((flags & DSS_ACK) != 0) {
            expected += (flags & DSS_ACK_8_BYTES) != 0 ? 8 : 4;
        }
        if ((flags & DSS_MAP) == 0) {
            return length == expected;
        }
        expected += (flags & DSS_MAP_8_BYTES) != 0 ? 14 : 10;
        return length == expected || length == expected + 2;
    }

    /**
     * In version 0 of the protocol, the bits are the IP version. In version 1, the lowest bit says that no HMAC
     * follows.
     */
    private static boolean isAddress(int length, int bits) {
        int address = bits == 0 ? length - ADDRESS_HMAC_LENGTH : length;
        return address == 8 || address == 10 || address == 20 || address == 22;
    }
}
