// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A policy verdict (message type 5): policy decided on the first packet of a connection. Little endian.
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
 * The packet follows at 40, always with its Ethernet header; the version is not looked at, since it did not change when
 * the header grew. Not thread-safe.
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
    private static final int AUDITED = 0x40;

    private EventBytes bytes = new EventBytes();

    /** Null if the sample holds a whole header, else what is wrong with it. */
    public @Nullable Malformed wrap(EventBytes bytes) {
        if (bytes.length() < LENGTH) {
            return Malformed.TOO_SHORT;
        }
        this.bytes = bytes;
        return null;
    }

    /** Identity of the side that is not the local endpoint. */
    public int remoteLabel() {
        return bytes.u32(REMOTE_LABEL_OFFSET);
    }

    /** Below 0: dropped, and the reason negated; 0: let through; above 0: sent to a proxy. */
    public int verdict() {
        return bytes.u32(VERDICT_OFFSET);
    }

    /** Whether the local endpoint is the packet's destination; otherwise it is its source. */
    public boolean isIngress() {
        return (flags() & DIRECTION_MASK) == DIRECTION_INGRESS;
    }

    /** How the policy matched, 0 to 7; see {@code PolicyMatch} for what the numbers mean. */
    public int matchType() {
        return (flags() & MATCH_TYPE_MASK) >> MATCH_TYPE_SHIFT;
    }

    /** Whether the packet passes only because policy is not enforced. */
    public boolean isAudited() {
        return (flags() & AUDITED) != 0;
    }

    /** How the two sides must authenticate, 0 for not at all. */
    public int authType() {
        return bytes.u8(AUTH_TYPE_OFFSET);
    }

    /** Where the packet begins. */
    public int packetOffset() {
        return LENGTH;
    }

    private int flags() {
        return bytes.u8(FLAGS_OFFSET);
    }
}
