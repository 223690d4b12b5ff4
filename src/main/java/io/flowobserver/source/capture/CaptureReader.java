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
 * Reads the events of a capture one after the other, without allocating for any of them.
 *
 * <p>The memory it takes is fixed when it is opened, whatever the file says of itself. Not thread-safe.
 */
public final class CaptureReader implements AutoCloseable {
    private static final int WINDOW_LENGTH = 2 * CaptureFormat.LONGEST_EVENT;

    private final String name;
    private final @Nullable FileChannel file;
    private final ByteBuffer window;
    /** Where in the file the window begins. */
    private long windowStart;
    /** Where in the window the next event begins; its end is the window's limit. */
    private int at;

    private int kind;
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
                    "capture " + path + ": no such file; name another, or make one with observer record", e);
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

    /** Reads a capture that lies in memory, from the buffer's position to its limit; the buffer is not changed. */
    public static CaptureReader of(String name, ByteBuffer capture) throws CaptureException {
        var reader = new CaptureReader(name, null, capture.slice().order(ByteOrder.LITTLE_ENDIAN));
        reader.readHeader();
        return reader;
    }

    /**
     * Moves to the next event and points {@code bytes} at its content, which stays valid until the next call.
     *
     * @return false at the end of the capture
     * @throws CaptureException if what follows is no whole event; all before it have been read
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

    /** The {@link io.flowobserver.event.SampleKind} of the event last read, or a number that is none. */
    public int kind() {
        return kind;
    }

    /** The CPU of the event last read, -1 if it has none. */
    public int cpu() {
        return cpu;
    }

    /** When the event last read happened, nanoseconds since the epoch. */
    public long timeNanos() {
        return timeNanos;
    }

    /** Where in the capture the next event begins. */
    long offset() {
        return windowStart + at;
    }

    /** Goes back to the first event. */
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
            throw broken("a time has " + Integer.toUnsignedString(nanos) + " nanoseconds in a second");
        }
        long seconds = window.getInt(at + CaptureFormat.SECONDS_OFFSET) & 0xffff_ffffL;
        kind = window.get(at + CaptureFormat.KIND_OFFSET) & 0xff;
        cpu = window.getInt(at + CaptureFormat.CPU_OFFSET);
        timeNanos = seconds * CaptureFormat.NANOS_PER_SECOND + nanos;
    }

    /** Whether {@code length} bytes can be read from {@link #at}, fetched from the file where needed. */
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
        return new CaptureException(
                "capture " + name + ": not a capture of this program: " + reason + "; make one with observer record");
    }

    private CaptureException truncated(int needed) {
        return new CaptureException("capture " + name + ": truncated at offset " + offset() + ": " + needed
                + " bytes are needed there and " + (window.limit() - at)
                + " are left; whole events before it were read, record it again for the rest");
    }

    private CaptureException broken(String reason) {
        return new CaptureException("capture " + name + ": damaged at offset " + offset() + ": " + reason
                + "; events before it were read, record it again for the rest");
    }
}
