// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import io.flowobserver.event.EventBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes a capture. Events are buffered, and {@link #flush} and {@link #close} write the buffer to the file. Not
 * thread-safe.
 */
public final class CaptureWriter implements AutoCloseable {
    /** Maximum length in bytes of a sample or JSON text in an event. */
    static final int LONGEST_CONTENT = CaptureFormat.LONGEST_EVENT - CaptureFormat.EVENT_HEADER_LENGTH;

    /** Length in bytes that an event needs in the file in addition to its content. */
    static final int OVERHEAD = CaptureFormat.EVENT_OFFSET;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<StandardOpenOption> OVERWRITE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(
                    CaptureFormat.LONGEST_EVENT + CaptureFormat.RECORD_HEADER_LENGTH)
            .order(ByteOrder.LITTLE_ENDIAN);
    private long length;

    private CaptureWriter(FileChannel file) {
        this.file = file;
    }

    /** Creates an empty capture that only its owner can read. Replaces an existing file. */
    public static CaptureWriter create(Path path) throws CaptureException {
        try {
            var writer = new CaptureWriter(FileChannel.open(path, OVERWRITE, OWNER_ONLY));
            writer.writeHeader();
            writer.flush();
            return writer;
        } catch (IOException e) {
            throw new CaptureException("capture " + path + ": cannot be written: " + explain(e), e);
        }
    }

    private static String explain(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "its directory does not exist; create it or choose another path";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied; choose another path";
        }
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return reason + "; choose another path";
    }

    /**
     * Adds an event.
     *
     * @param timeNanos nanoseconds since 1970-01-01 UTC; an earlier time is written as 1970, because a capture cannot
     *     store it
     * @throws IllegalArgumentException if the content is longer than {@link #LONGEST_CONTENT}
     */
    public void write(int kind, int origin, int cpu, long timeNanos, EventBytes content) throws IOException {
        int at = startEvent(kind, origin, cpu, timeNanos, content.length());
        content.copyTo(0, buffer, at, content.length());
    }

    /** Returns the length of the capture in bytes, including data that is not in the file yet. */
    long length() {
        return length;
    }

    /** Writes all buffered data to the file. */
    public void flush() throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } finally {
            buffer.compact();
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (file.isOpen()) {
                flush();
            }
        }
    }

    private void writeHeader() {
        buffer.putInt(CaptureFormat.MAGIC);
        buffer.putShort((short) CaptureFormat.MAJOR_VERSION);
        buffer.putShort((short) CaptureFormat.MINOR_VERSION);
        buffer.putLong(0);
        buffer.putInt(CaptureFormat.LONGEST_EVENT);
        buffer.putInt(CaptureFormat.LINK_TYPE);
        length = CaptureFormat.FILE_HEADER_LENGTH;
    }

    /** Writes the headers of an event. Returns the buffer offset at which its content belongs. */
    private int startEvent(int kind, int origin, int cpu, long timeNanos, int contentLength) throws IOException {
        if (contentLength > LONGEST_CONTENT) {
            throw new IllegalArgumentException("contentLength=" + contentLength + ", longest=" + LONGEST_CONTENT);
        }
        int recordLength = CaptureFormat.EVENT_OFFSET + contentLength;
        if (buffer.remaining() < recordLength) {
            flush();
        }
        long time = Math.max(0, timeNanos);
        int eventLength = CaptureFormat.EVENT_HEADER_LENGTH + contentLength;
        int at = buffer.position();
        buffer.putInt(at + CaptureFormat.SECONDS_OFFSET, (int) (time / CaptureFormat.NANOS_PER_SECOND));
        buffer.putInt(at + CaptureFormat.NANOS_OFFSET, (int) (time % CaptureFormat.NANOS_PER_SECOND));
        buffer.putInt(at + CaptureFormat.PRESENT_OFFSET, eventLength);
        buffer.putInt(at + CaptureFormat.ORIGINAL_OFFSET, eventLength);
        buffer.put(at + CaptureFormat.KIND_OFFSET, (byte) kind);
        buffer.put(at + CaptureFormat.VERSION_OFFSET, (byte) CaptureFormat.VERSION);
        buffer.putShort(at + CaptureFormat.ORIGIN_OFFSET, (short) origin);
        buffer.putInt(at + CaptureFormat.CPU_OFFSET, cpu);
        buffer.position(at + recordLength);
        length += recordLength;
        return at + CaptureFormat.EVENT_OFFSET;
    }
}
