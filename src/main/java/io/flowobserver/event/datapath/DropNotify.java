// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A drop event (message type 1): a packet went no further. Little endian.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 *  +-------+-------+---------------+-------------------------------+
 *  | type  |reason |    source     |             hash              |  0
 *  +-------+-------+---------------+---------------+---------------+
 *  |        original length        |capture length |    version    |  8
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
 * The packet follows: at 36, 40 or 48 by version. What a version lacks reads as 0. Not thread-safe.
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

    /** Null if the sample holds a whole header of a known version, else what is wrong with it. */
    public @Nullable Malformed wrap(EventBytes bytes) {
        if (bytes.length() < LENGTH_V1) {
            return Malformed.TOO_SHORT;
        }
        int headerLength;
        switch (bytes.u16(NotifyHeader.VERSION_OFFSET)) {
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

    /** Why the packet was dropped, as the datapath numbers it. */
    public int reason() {
        return bytes.u8(NotifyHeader.SUBTYPE_OFFSET);
    }

    /** Identity of the packet's source, 0 if not provided. */
    public int sourceLabel() {
        return bytes.u32(NotifyHeader.SOURCE_LABEL_OFFSET);
    }

    /** Identity of the packet's destination, 0 if not provided. */
    public int destinationLabel() {
        return bytes.u32(NotifyHeader.DESTINATION_LABEL_OFFSET);
    }

    /** Line of the datapath's source that dropped the packet. */
    public int line() {
        return bytes.u16(LINE_OFFSET);
    }

    /** Number of the datapath's source file, 0 if it has none. */
    public int file() {
        return bytes.u8(FILE_OFFSET);
    }

    /** The classifier bits, {@code TraceNotify.FLAG_*}. */
    public int flags() {
        return headerLength < LENGTH_V2 ? 0 : bytes.u8(FLAGS_OFFSET);
    }

    /** The trace id taken from an IP option, 0 if there was none; unsigned. */
    public long traceId() {
        return headerLength < LENGTH_V3 ? 0 : bytes.u64(TRACE_ID_OFFSET);
    }

    /** Where the packet begins. */
    public int packetOffset() {
        return headerLength;
    }
}
