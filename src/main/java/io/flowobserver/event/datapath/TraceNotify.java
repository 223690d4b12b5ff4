// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.packet.Ipv4;
import org.jspecify.annotations.Nullable;

/**
 * A trace event (message type 4): a packet was seen at an observation point. Little-endian, except for the address.
 * Source: Cilium's {@code struct trace_notify}.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 *  +-------+-------+---------------+-------------------------------+
 *  | type  |subtype|    source     |             hash              |  0
 *  +-------+-------+---------------+---------------+---------------+
 *  |        original length        |capture length |version| ext.  |  8
 *  +-------------------------------+---------------+---------------+
 *  |        source label           |       destination label       | 16
 *  +---------------+-------+-------+-------------------------------+
 *  |destination id |reason | flags |        interface index        | 24
 *  +---------------+-------+-------+-------------------------------+
 *  |  original source address, network order (from version 1)      | 32
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  trace id from an IP option (from version 2)                  | 48
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The packet follows at offset 32, 48 or 56, depending on the version, or after {@link TraceCounts}, which events of
 * our own programs may have there. A field that the version does not have is 0. Not thread-safe.
 */
public final class TraceNotify {
    public static final int TYPE_OFFSET = NotifyHeader.TYPE_OFFSET;
    public static final int SUBTYPE_OFFSET = NotifyHeader.SUBTYPE_OFFSET;
    public static final int SOURCE_OFFSET = NotifyHeader.SOURCE_OFFSET;
    public static final int HASH_OFFSET = NotifyHeader.HASH_OFFSET;
    public static final int ORIGINAL_LENGTH_OFFSET = NotifyHeader.ORIGINAL_LENGTH_OFFSET;
    public static final int CAPTURE_LENGTH_OFFSET = NotifyHeader.CAPTURE_LENGTH_OFFSET;
    public static final int VERSION_OFFSET = NotifyHeader.VERSION_OFFSET;
    public static final int SOURCE_LABEL_OFFSET = NotifyHeader.SOURCE_LABEL_OFFSET;
    public static final int DESTINATION_LABEL_OFFSET = NotifyHeader.DESTINATION_LABEL_OFFSET;
    public static final int DESTINATION_ID_OFFSET = DESTINATION_LABEL_OFFSET + Integer.BYTES;
    public static final int REASON_OFFSET = DESTINATION_ID_OFFSET + Short.BYTES;
    public static final int FLAGS_OFFSET = REASON_OFFSET + Byte.BYTES;
    public static final int INTERFACE_OFFSET = FLAGS_OFFSET + Byte.BYTES;
    static final int LENGTH_V0 = INTERFACE_OFFSET + Integer.BYTES;
    public static final int ORIGINAL_ADDRESS_OFFSET = LENGTH_V0;
    static final int LENGTH_V1 = ORIGINAL_ADDRESS_OFFSET + 2 * Long.BYTES;
    public static final int TRACE_ID_OFFSET = LENGTH_V1;
    public static final int LENGTH_V2 = TRACE_ID_OFFSET + Long.BYTES;

    public static final int FLAG_IPV6 = 0x01;
    public static final int FLAG_L3_DEVICE = 0x02;
    public static final int FLAG_VXLAN = 0x04;
    public static final int FLAG_GENEVE = 0x08;

    public static final int REASON_REPLY = 2;
    public static final int REASON_REOPENED = 4;
    public static final int REASON_UNKNOWN = 5;
    public static final int REASON_SRV6_ENCAP = 6;
    public static final int REASON_SRV6_DECAP = 7;

    /** The observation point at which {@link #destinationId()} is a proxy port. */
    public static final int TO_PROXY = 1;

    private static final int REASON_MASK = 0x7f;
    private static final int ENCRYPTED = 0x80;

    /** Bit offsets of fields in the eight bytes that start with the destination id. */
    private static final int REASON_SHIFT = Byte.SIZE * (REASON_OFFSET - DESTINATION_ID_OFFSET);

    private static final int FLAGS_SHIFT = Byte.SIZE * (FLAGS_OFFSET - DESTINATION_ID_OFFSET);
    private static final int INTERFACE_SHIFT = Byte.SIZE * (INTERFACE_OFFSET - DESTINATION_ID_OFFSET);

    private final TraceCounts counts = new TraceCounts();
    private EventBytes bytes = new EventBytes();
    private int front;
    private long labels;
    private long back;
    private int version;
    private int headerLength;

    /**
     * Wraps a sample. Returns null, or the error if the header is incomplete or its version is unknown.
     *
     * @param extensible whether the header has the version of an extension, as from Cilium 1.19 on
     */
    public @Nullable Malformed wrap(EventBytes bytes, boolean extensible) {
        if (bytes.length() < LENGTH_V0) {
            return Malformed.TOO_SHORT;
        }
        int version = NotifyHeader.version(bytes, extensible);
        int headerLength;
        switch (version) {
            case 0 -> headerLength = LENGTH_V0;
            case 1 -> headerLength = LENGTH_V1;
            case 2 -> headerLength = LENGTH_V2;
            default -> {
                return Malformed.UNKNOWN_VERSION;
            }
        }
        if (bytes.length() < headerLength) {
            return Malformed.TOO_SHORT;
        }
        this.bytes = bytes;
        this.front = NotifyHeader.front(bytes);
        this.labels = bytes.u64(SOURCE_LABEL_OFFSET);
        this.back = bytes.u64(DESTINATION_ID_OFFSET);
        this.version = version;
        this.headerLength = headerLength;
        return null;
    }

    /**
     * Wraps a sample of our own programs, whose extension is a block of counts if there is one. Returns null, or the
     * error if header or block are incomplete or of an unknown version.
     */
    public @Nullable Malformed wrapOwn(EventBytes bytes) {
        Malformed malformed = wrap(bytes, true);
        if (malformed != null || NotifyHeader.extension(bytes) == 0) {
            return malformed;
        }
        if (version != 2 || NotifyHeader.extension(bytes) != TraceCounts.EXTENSION) {
            return Malformed.UNKNOWN_VERSION;
        }
        if (bytes.length() < LENGTH_V2 + TraceCounts.LENGTH) {
            return Malformed.TOO_SHORT;
        }
        counts.wrap(bytes, LENGTH_V2);
        headerLength = LENGTH_V2 + TraceCounts.LENGTH;
        return null;
    }

    /** Returns what was counted, or null if the event does not tell. */
    public @Nullable TraceCounts counts() {
        return headerLength > LENGTH_V2 ? counts : null;
    }

    /** Returns the datapath's number of the observation point. */
    public int subtype() {
        return NotifyHeader.subtype(front);
    }

    /** Returns the identity of the packet's source; 0 if the datapath did not report it. */
    public int sourceLabel() {
        return (int) labels;
    }

    /** Returns the identity of the packet's destination; 0 if the datapath did not report it. */
    public int destinationLabel() {
        return (int) (labels >>> Integer.SIZE);
    }

    /** Returns the destination endpoint id, or the proxy port if the observation point is {@link #TO_PROXY}. */
    public int destinationId() {
        return (int) back & 0xffff;
    }

    /** Returns the datapath's number of the trace reason, without the encryption bit. */
    public int reason() {
        return (int) (back >>> REASON_SHIFT) & REASON_MASK;
    }

    public boolean encrypted() {
        return ((int) (back >>> REASON_SHIFT) & ENCRYPTED) != 0;
    }

    /** Returns the classifier flags, {@code FLAG_*}. */
    public int flags() {
        return (int) (back >>> FLAGS_SHIFT) & 0xff;
    }

    /** Returns the interface index, unsigned; 0 if unknown. */
    public int interfaceIndex() {
        return (int) (back >>> INTERFACE_SHIFT);
    }

    /**
     * Returns the high half of the source address before translation, see {@link #isTranslated}. IPv4 has the form
     * ::ffff:a.b.c.d.
     */
    public long originalAddressHigh() {
        return isIpv6Address() ? bytes.u64be(ORIGINAL_ADDRESS_OFFSET) : 0;
    }

    /** Returns the low half of the source address before translation. */
    public long originalAddressLow() {
        if (isIpv6Address()) {
            return bytes.u64be(ORIGINAL_ADDRESS_OFFSET + Long.BYTES);
        }
        return Ipv4.mapped(version == 0 ? 0 : bytes.u32be(ORIGINAL_ADDRESS_OFFSET));
    }

    /**
     * Returns whether the event has a source address before translation, that is, one other than 0.0.0.0 and ::.
     *
     * @param meantAsIpv6 whether {@code ::ffff:0.0.0.0} is such an address, too
     */
    public boolean isTranslated(boolean meantAsIpv6) {
        if (version == 0
                || (bytes.u64(ORIGINAL_ADDRESS_OFFSET) | bytes.u64(ORIGINAL_ADDRESS_OFFSET + Long.BYTES)) == 0) {
            return false;
        }
        long low = originalAddressLow();
        return originalAddressHigh() != 0 || (low != 0 && (meantAsIpv6 || low != Ipv4.MAPPED_PREFIX));
    }

    /** Returns the trace id from an IP option, unsigned; 0 if none. */
    public long traceId() {
        return version < 2 ? 0 : bytes.u64(TRACE_ID_OFFSET);
    }

    /** Returns the offset of the packet. */
    public int packetOffset() {
        return headerLength;
    }

    /** Returns whether the source address before translation is an IPv6 address. */
    public boolean isIpv6Address() {
        return version > 0 && (flags() & FLAG_IPV6) != 0;
    }
}
