// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

/**
 * The packets that a policy entry is for.
 *
 * @param direction number of {@code flow.TrafficDirection}
 * @param identity identity of the remote side, unsigned; 0 for any
 * @param protocol IP protocol number; 0 for any
 * @param port destination port or ICMP type; 0 for any
 * @param portPrefix how many leading bits of the port must be equal: 16 for one port, 0 for any port
 */
public record PolicyKey(int direction, int identity, int protocol, int port, int portPrefix) {
    /** Bits of a port. */
    public static final int PORT_BITS = Short.SIZE;

    /** The key for one port, or for any if {@code port} is 0. */
    public static PolicyKey ofPort(int direction, int identity, int protocol, int port) {
        return new PolicyKey(direction, identity, protocol, port, port == 0 ? 0 : PORT_BITS);
    }

    /** Packs a key into a number. The bits of the port behind the prefix are ignored. */
    static long packed(int direction, int identity, int protocol, int port, int portPrefix) {
        int leading = port & (0xFFFF0000 >>> portPrefix) & 0xFFFF;
        long small = (long) direction << 29 | (long) portPrefix << 24 | (long) protocol << 16 | leading;
        return (identity & 0xFFFFFFFFL) << 32 | small;
    }

    long packed() {
        return packed(direction, identity, protocol, port, portPrefix);
    }
}
