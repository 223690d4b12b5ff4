// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A policy verdict (message type 5): the decision of network policy on the first packet of a connection. Little-endian.
 * Source: Cilium's {@code struct policy_verdict_notify}.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 *  +-------+-------+---------------+-------------------------------+
 *  | type  |   0   |    source     |             hash              |  0
 *  +-------+-------+---------------+---------------+---------------+
 *  |        original length        |capture length |    version    |  8
 *  +-------------------------------+---------------+---------------+
 *  |        remote label           |       verdict (signed)        | 16
 *  +---------------+-------+-------+-------+-----------------------+
 *  |     port      | proto | flags | auth  |                       | 24
 *  +---------------+-------+-------+-------+-----------------------+
 *  |        log cookie             |                               | 32
 *  +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>The packet follows at offset 40 and always starts with an Ethernet header, unless {@link #isFromL3Device}. The
 * version is ignored, because Cilium did not change it when the header grew. Not thread-safe.
 */
public final class PolicyVerdictNotify {
    private static final int REMOTE_LABEL_OFFSET = NotifyHeader.LENGTH;
    private static final int VERDICT_OFFSET = REMOTE_LABEL_OFFSET + Integer.BYTES;
    private static final int PORT_OFFSET = VERDICT_OFFSET + Integer.BYTES;
    private static final int FLAGS_OFFSET = PORT_OFFSET + Short.BYTES + 1;
    private static final int AUTH_TYPE_OFFSET = FLAGS_OFFSET + 1;
    private static final int LENGTH = 40;

    private static final int DIRECTION_MASK = 0x03;
    private static final int DIRECTION_INGRESS = 1;
    private static final int MATCH_TYPE_MASK = 0x38;
    private static final int MATCH_TYPE_SHIFT = 3;
    private static final int IPV6 = 0x04;
    private static final int AUDITED = 0x40;
    private static final int L3_DEVICE = 0x80;

    private EventBytes bytes = new EventBytes();

    /** Wraps a sample. Returns null, or the error if the header is incomplete. */
    public @Nullable Malformed wrap(EventBytes bytes) {
        if (bytes.length() < LENGTH) {
            return Malformed.TOO_SHORT;
        }
        this.bytes = bytes;
        return null;
    }

    /** Returns the identity of the remote side, which is not the local endpoint. */
    public int remoteLabel() {
        return bytes.u32(REMOTE_LABEL_OFFSET);
    }

    /**
     * Returns the verdict. A negative value is a drop and is the negated drop reason, 0 is allowed, and a positive
     * value is a redirect to a proxy.
     */
    public int verdict() {
        return bytes.u32(VERDICT_OFFSET);
    }

    /** Returns whether the local endpoint is the packet's destination. Otherwise it is the source. */
    public boolean isIngress() {
        return (flags() & DIRECTION_MASK) == DIRECTION_INGRESS;
    }

    /** Returns how the policy matched, 0 to 7. {@code PolicyMatch} explains the numbers. */
    public int matchType() {
        return (flags() & MATCH_TYPE_MASK) >> MATCH_TYPE_SHIFT;
    }

    /** Returns whether the packet passes only because policy is in audit mode. */
    public boolean isAudited() {
        return (flags() & AUDITED) != 0;
    }

    /** Returns whether the packet starts with an IP header. Releases before Cilium 1.19 do not tell. */
    public boolean isFromL3Device() {
        return (flags() & L3_DEVICE) != 0;
    }

    /** Returns whether the packet is an IPv6 packet. */
    public boolean isIpv6() {
        return (flags() & IPV6) != 0;
    }

    /** Returns the required authentication type; 0 if none. */
    public int authType() {
        return bytes.u8(AUTH_TYPE_OFFSET);
    }

    /** Returns the offset of the packet. */
    public int packetOffset() {
        return LENGTH;
    }

    private int flags() {
        return bytes.u8(FLAGS_OFFSET);
    }
}
