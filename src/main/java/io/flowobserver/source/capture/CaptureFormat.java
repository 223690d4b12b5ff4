// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

/**
 * The file format of a capture: a classic pcap file with nanosecond timestamps, little-endian, link type USER0.
 *
 * <pre>
 *  file header, 24 bytes                  each event
 *  +---------------+-------+-------+      +---------------+---------------+
 *  |    magic      |   2   |   4   |  0   |    seconds    |  nanoseconds  |  0
 *  +---------------+-------+-------+      +---------------+---------------+
 *  |      0        |       0       |  8   | bytes present | bytes at first|  8
 *  +---------------+---------------+      +----+----+-----+---------------+
 *  | longest event |   link type   | 16   |kind| 1  |org. |      cpu      | 16
 *  +---------------+---------------+      +----+----+-----+---------------+
 *                                         |   the sample or its JSON ...    24
 *                                         +--------------------
 * </pre>
 *
 * <p>The origin (org.) is a number of {@link io.flowobserver.event.SampleOrigin}; older captures have 0 there.
 */
final class CaptureFormat {
    static final int MAGIC = 0xa1b23c4d;
    static final int MAJOR_VERSION = 2;
    static final int MINOR_VERSION = 4;
    static final int LINK_TYPE = 147;
    /** Maximum length of an event that is read or written, including the eight bytes of the event header. */
    static final int LONGEST_EVENT = 1 << 20;

    static final int MAGIC_OFFSET = 0;
    static final int MAJOR_VERSION_OFFSET = 4;
    static final int LINK_TYPE_OFFSET = 20;
    static final int FILE_HEADER_LENGTH = 24;

    static final int SECONDS_OFFSET = 0;
    static final int NANOS_OFFSET = SECONDS_OFFSET + Integer.BYTES;
    static final int PRESENT_OFFSET = NANOS_OFFSET + Integer.BYTES;
    static final int ORIGINAL_OFFSET = PRESENT_OFFSET + Integer.BYTES;
    static final int RECORD_HEADER_LENGTH = ORIGINAL_OFFSET + Integer.BYTES;

    static final int KIND_OFFSET = RECORD_HEADER_LENGTH;
    static final int VERSION_OFFSET = KIND_OFFSET + Byte.BYTES;
    static final int ORIGIN_OFFSET = VERSION_OFFSET + Byte.BYTES;
    static final int CPU_OFFSET = KIND_OFFSET + Integer.BYTES;
    static final int EVENT_HEADER_LENGTH = 8;
    static final int EVENT_OFFSET = KIND_OFFSET + EVENT_HEADER_LENGTH;
    static final int VERSION = 1;

    static final long NANOS_PER_SECOND = 1_000_000_000;

    private CaptureFormat() {}
}
