// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A bounds-checked view of the bytes of one sample. Offsets are relative to the first byte of the sample.
 *
 * <p>The view is valid until it wraps the next sample. An offset outside the sample throws
 * {@link IndexOutOfBoundsException}, even if the buffer has more bytes. Not thread-safe.
 */
public final class EventBytes {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);

    private ByteBuffer buffer = NOTHING;
    private int offset;
    private int length;

    /** Returns a view of all of {@code bytes}. The bytes are not copied. */
    public static EventBytes of(byte[] bytes) {
        return new EventBytes().wrap(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0, bytes.length);
    }

    /**
     * Makes this a view of {@code length} bytes from {@code offset} on. The buffer must be little-endian. Its position
     * is ignored, and no byte after its limit can be read.
     *
     * @return this view
     * @throws IndexOutOfBoundsException if the sample extends beyond the limit of the buffer
     */
    @SuppressWarnings("ReferenceEquality") // a buffer that is known by sight need not be looked at again
    public EventBytes wrap(ByteBuffer buffer, int offset, int length) {
        if (buffer != this.buffer && buffer.order() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalArgumentException("order=" + buffer.order() + ", expected little endian");
        }
        Objects.checkFromIndexSize(offset, length, buffer.limit());
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return this;
    }

    /** Returns the length of the sample in bytes. */
    public int length() {
        return length;
    }

    /** Returns an unsigned byte, 0 to 255. */
    public int u8(int at) {
        return buffer.get(index(at, Byte.BYTES)) & 0xff;
    }

    /** Returns two little-endian bytes, 0 to 65535. */
    public int u16(int at) {
        return buffer.getShort(index(at, Short.BYTES)) & 0xffff;
    }

    /** Returns four little-endian bytes. A value of 2^31 or more is negative. */
    public int u32(int at) {
        return buffer.getInt(index(at, Integer.BYTES));
    }

    /** Returns eight little-endian bytes. A value of 2^63 or more is negative. */
    public long u64(int at) {
        return buffer.getLong(index(at, Long.BYTES));
    }

    /** Returns two big-endian bytes, 0 to 65535. */
    public int u16be(int at) {
        return Short.reverseBytes(buffer.getShort(index(at, Short.BYTES))) & 0xffff;
    }

    /** Returns four big-endian bytes. A value of 2^31 or more is negative. */
    public int u32be(int at) {
        return Integer.reverseBytes(u32(at));
    }

    /** Returns eight big-endian bytes. A value of 2^63 or more is negative. */
    public long u64be(int at) {
        return Long.reverseBytes(u64(at));
    }

    /**
     * Copies {@code length} bytes from offset {@code from} to offset {@code at} of {@code target}. No buffer position
     * changes.
     */
    public void copyTo(int from, ByteBuffer target, int at, int length) {
        target.put(at, buffer, offset + Objects.checkFromIndexSize(from, length, this.length), length);
    }

    /** Returns a new array with all bytes of the sample. Only the rare samples that contain text need this. */
    public byte[] toArray() {
        var copy = new byte[length];
        buffer.get(offset, copy);
        return copy;
    }

    private int index(int at, int size) {
        if (at < 0 || at > length - size) {
            throw outside(at, size);
        }
        return offset + at;
    }

    private IndexOutOfBoundsException outside(int at, int size) {
        return new IndexOutOfBoundsException("at=" + at + ", size=" + size + ", length=" + length);
    }
}
