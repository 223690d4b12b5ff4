// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import io.flowobserver.event.EventBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a capture in sequence. Reading an event allocates nothing.
 *
 * <p>The memory size is fixed when the capture is opened and does not depend on the content of the file. Not
 * thread-safe.
 */
public final class CaptureReader implements AutoCloseable {
    private static final int WINDOW_LENGTH = 2 * CaptureFormat.LONGEST_EVENT;

    private final String name;
    private final @Nullable FileChannel file;
    private final ByteBuffer window;
    /** File offset at which the window starts. */
    private long windowStart;
    /** Window offset at which the next event starts. The data in the window ends at its limit. */
    private int at;

    private int kind;
    private int origin;
    private int cpu;
    private long timeNanos;

    private CaptureReader(String name, @Nullable FileChannel file, ByteBuffer window) {
        this.name = name;
        this.file = file;
        this.window = window;
    }

    /** Opens a file and reads its header. */
    public static CaptureReader open(Path path) throws CaptureException {
        FileChannel file;
        try {
            file = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new CaptureException(
                    "capture " + path + ": no such file; check the path, or make a capture with observer record", e);
        } catch (IOException e) {
            throw new CaptureException("capture " + path + ": cannot be opened: " + e.getMessage(), e);
        }
        var window = ByteBuffer.allocateDirect(WINDOW_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        var reader = new CaptureReader(path.toString(), file, window.limit(0));
        try {
            reader.readHeader();
            return reader;
        } catch (CaptureException e) {
            reader.close();
            throw e;
        }
    }

    /** Opens a capture in memory, from the buffer's position to its limit. The buffer is not changed. */
    public static CaptureReader of(String name, ByteBuffer capture) throws CaptureException {
        var reader = new CaptureReader(name, null, capture.slice().order(ByteOrder.LITTLE_ENDIAN));
        reader.readHeader();
        return reader;
    }

    /**
     * Moves to the next event and makes {@code bytes} a view of its content. The view is valid until the next call.
     *
     * @return false at the end of the capture
     * @throws CaptureException if the next event is truncated or damaged; all events before it have been read
     */
    public boolean next(EventBytes bytes) throws CaptureException {
        if (!has(CaptureFormat.RECORD_HEADER_LENGTH)) {
            if (at == window.limit()) {
                return false;
            }
            throw truncated(CaptureFormat.RECORD_HEADER_LENGTH);
        }
        int length = window.getInt(at + CaptureFormat.PRESENT_OFFSET);
        if (length < CaptureFormat.EVENT_HEADER_LENGTH || length > CaptureFormat.LONGEST_EVENT) {
            throw broken("an event cannot have " + Integer.toUnsignedString(length) + " bytes (it must have "
                    + CaptureFormat.EVENT_HEADER_LENGTH + " to " + CaptureFormat.LONGEST_EVENT + ")");
        }
        int recordLength = CaptureFormat.RECORD_HEADER_LENGTH + length;
        if (!has(recordLength)) {
            throw truncated(recordLength);
        }
        readEventHeader();
        bytes.wrap(window, at + CaptureFormat.EVENT_OFFSET, length - CaptureFormat.EVENT_HEADER_LENGTH);
        at += recordLength;
        return true;
    }

    /**
     * Returns the kind of the current event: a constant of {@link io.flowobserver.event.SampleKind} or an unknown
     * number.
     */
    public int kind() {
        return kind;
    }

    /** Returns where the current event comes from, as a number of {@link io.flowobserver.event.SampleOrigin}. */
    public int origin() {
        return origin;
    }

    /** Returns the CPU number of the current event; -1 if it has none. */
    public int cpu() {
        return cpu;
    }

    /** Returns the time of the current event, in nanoseconds since 1970-01-01 UTC. */
    public long timeNanos() {
        return timeNanos;
    }

    /** Returns the offset in the capture at which the next event starts. */
    long offset() {
        return windowStart + at;
    }

    /** Moves back to the first event. */
    void rewind() {
        if (file != null) {
            window.limit(0);
            windowStart = CaptureFormat.FILE_HEADER_LENGTH;
            at = 0;
        } else {
            at = CaptureFormat.FILE_HEADER_LENGTH;
        }
    }

    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new IllegalStateException("capture " + name + ": " + e.getMessage(), e);
        }
    }

    private void readHeader() throws CaptureException {
        boolean whole = has(CaptureFormat.FILE_HEADER_LENGTH);
        if (!whole && window.limit() < Integer.BYTES) {
            throw notACapture("it has only " + window.limit() + " bytes");
        }
        int magic = window.getInt(CaptureFormat.MAGIC_OFFSET);
        if (magic != CaptureFormat.MAGIC) {
            throw notACapture(unfitMagic(magic));
        }
        if (!whole) {
            throw truncated(CaptureFormat.FILE_HEADER_LENGTH);
        }
        int major = window.getShort(CaptureFormat.MAJOR_VERSION_OFFSET);
        if (major != CaptureFormat.MAJOR_VERSION) {
            throw notACapture("its pcap version is " + (major & 0xffff) + ", not " + CaptureFormat.MAJOR_VERSION);
        }
        int linkType = window.getInt(CaptureFormat.LINK_TYPE_OFFSET);
        if (linkType != CaptureFormat.LINK_TYPE) {
            throw notACapture("its link type is " + Integer.toUnsignedString(linkType) + ", not "
                    + CaptureFormat.LINK_TYPE + " (a capture of packets rather than of monitor events?)");
        }
        at = CaptureFormat.FILE_HEADER_LENGTH;
    }

    private static String unfitMagic(int magic) {
        return switch (magic) {
            case 0x4d3cb2a1, 0xd4c3b2a1 -> "it is a pcap file in big-endian order";
            case 0xa1b2c3d4 -> "it is a pcap file with microsecond times";
            case 0x0a0d0d0a -> "it is a pcapng file";
            default -> String.format("it begins with %08x, not %08x", magic, CaptureFormat.MAGIC);
        };
    }

    private void readEventHeader() throws CaptureException {
        int version = window.get(at + CaptureFormat.VERSION_OFFSET) & 0xff;
        if (version != CaptureFormat.VERSION) {
            throw broken("an event has version " + version + ", and only " + CaptureFormat.VERSION + " is known");
        }
        int nanos = window.getInt(at + CaptureFormat.NANOS_OFFSET);
        if (nanos < 0 || nanos >= CaptureFormat.NANOS_PER_SECOND) {
            throw broken(
                    "a time has " + Integer.toUnsignedString(nanos) + " nanoseconds (at most 999999999 are valid)");
        }
        long seconds = window.getInt(at + CaptureFormat.SECONDS_OFFSET) & 0xffff_ffffL;
        kind = window.get(at + CaptureFormat.KIND_OFFSET) & 0xff;
        origin = window.getShort(at + CaptureFormat.ORIGIN_OFFSET) & 0xffff;
        cpu = window.getInt(at + CaptureFormat.CPU_OFFSET);
        timeNanos = seconds * CaptureFormat.NANOS_PER_SECOND + nanos;
    }

    /** Returns whether {@code length} bytes are available from {@link #at} on. Reads from the file if necessary. */
    private boolean has(int length) throws CaptureException {
        if (window.limit() - at >= length) {
            return true;
        }
        return file != null && refill(file, length);
    }

    private boolean refill(FileChannel file, int length) throws CaptureException {
        window.position(at).compact();
        windowStart += at;
        at = 0;
        try {
            while (window.position() < length) {
                if (file.read(window, windowStart + window.position()) < 0) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new CaptureException(
                    "capture " + name + ": cannot be read at offset " + offset() + ": " + e.getMessage(), e);
        } finally {
            window.flip();
        }
        return window.limit() >= length;
    }

    private CaptureException notACapture(String reason) {
        return new CaptureException("capture " + name + ": not a capture of this program: " + reason
                + "; make a capture with observer record");
    }

    private CaptureException truncated(int needed) {
        return new CaptureException("capture " + name + ": truncated at offset " + offset() + ": " + needed
                + " bytes are needed there and " + (window.limit() - at)
                + " are left; all events before it were read, record it again for the rest");
    }

    private CaptureException broken(String reason) {
        return new CaptureException("capture " + name + ": damaged at offset " + offset() + ": " + reason
                + "; events before it were read, record it again for the rest");
    }
}
