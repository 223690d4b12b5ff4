// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A drop event (message type 1): the datapath dropped a packet. Little-endian. Source: Cilium's
 * {@code struct drop_notify}.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 *  +-------+-------+---------------+-------------------------------+
 *  | type  |reason |    source     |             hash              |  0
 *  +-------+-------+---------------+---------------+---------------+
 *  |        original length        |capture length |version| ext.  |  8
 *  +-------------------------------+---------------+---------------+
 *  |        source label           |       destination label       | 16
 *  +-------------------------------+---------------+-------+-------+
 *  |        destination id         |     line      | file  | error | 24
 *  +-------------------------------+-------+-------+-------+-------+
 *  |        interface index        | flags | (from version 2)      | 32
 *  +-------------------------------+-------+-----------------------+
 *  |  trace id from an IP option (from version 3)                  | 40
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The packet follows at offset 36, 40 or 48, depending on the version. A field that the version does not have is 0.
 * Not thread-safe.
 */
public final class DropNotify {
    private static final int LINE_OFFSET = 28;
    private static final int FILE_OFFSET = LINE_OFFSET + Short.BYTES;
    private static final int INTERFACE_OFFSET = FILE_OFFSET + 2;
    private static final int LENGTH_V1 = INTERFACE_OFFSET + Integer.BYTES;
    private static final int FLAGS_OFFSET = LENGTH_V1;
    private static final int LENGTH_V2 = FLAGS_OFFSET + Integer.BYTES;
    private static final int TRACE_ID_OFFSET = LENGTH_V2;
    private static final int LENGTH_V3 = TRACE_ID_OFFSET + Long.BYTES;

    private EventBytes bytes = new EventBytes();
    private int headerLength;

    /**
     * Wraps a sample. Returns null, or the error if the header is incomplete or its version is unknown.
     *
     * @param extensible whether the header has the version of an extension, as from Cilium 1.19 on
     */
    public @Nullable Malformed wrap(EventBytes bytes, boolean extensible) {
        if (bytes.length() < LENGTH_V1) {
            return Malformed.TOO_SHORT;
        }
        int headerLength;
        switch (NotifyHeader.version(bytes, extensible)) {
            case 0, 1 -> headerLength = LENGTH_V1;
            case 2 -> headerLength = LENGTH_V2;
            case 3 -> headerLength = LENGTH_V3;
            default -> {
                return Malformed.UNKNOWN_VERSION;
            }
        }
        if (bytes.length() < headerLength) {
            return Malformed.TOO_SHORT;
        }
        this.bytes = bytes;
        this.headerLength = headerLength;
        return null;
    }

    /** Returns the datapath's number of the drop reason. */
    public int reason() {
        return bytes.u8(NotifyHeader.SUBTYPE_OFFSET);
    }

    /** Returns the identity of the packet's source; 0 if the datapath did not report it. */
    public int sourceLabel() {
        return bytes.u32(NotifyHeader.SOURCE_LABEL_OFFSET);
    }

    /** Returns the identity of the packet's destination; 0 if the datapath did not report it. */
    public int destinationLabel() {
        return bytes.u32(NotifyHeader.DESTINATION_LABEL_OFFSET);
    }

    /** Returns the line in the datapath source file at which the packet was dropped. */
    public int line() {
        return bytes.u16(LINE_OFFSET);
    }

    /** Returns the id of the datapath source file; 0 if none. */
    public int file() {
        return bytes.u8(FILE_OFFSET);
    }

    /** Returns the classifier flags, {@code TraceNotify.FLAG_*}. */
    public int flags() {
        return headerLength < LENGTH_V2 ? 0 : bytes.u8(FLAGS_OFFSET);
    }

    /** Returns the trace id from an IP option, unsigned; 0 if none. */
    public long traceId() {
        return headerLength < LENGTH_V3 ? 0 : bytes.u64(TRACE_ID_OFFSET);
    }

    /** Returns the offset of the packet. */
    public int packetOffset() {
        return headerLength;
    }
}
