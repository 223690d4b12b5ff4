// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A bounds-checked view of the bytes of one sample; positions count from the sample's first byte.
 *
 * <p>The view is only valid until whoever wrapped it wraps the next sample. A position outside the sample throws
 * {@link IndexOutOfBoundsException} even where the buffer behind it goes on. Not thread-safe.
 */
public final class EventBytes {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);

    private ByteBuffer buffer = NOTHING;
    private int offset;
    private int length;

    /** A view of all of {@code bytes}, without copying them. */
    public static EventBytes of(byte[] bytes) {
        return new EventBytes().wrap(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0, bytes.length);
    }

    /**
     * Moves the view to {@code length} bytes from {@code offset} of a little-endian buffer; its position and limit
     * play no part except that nothing past the limit can be read.
     *
     * @throws IndexOutOfBoundsException if the buffer ends before the sample does
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

    /** The number of bytes in the sample. */
    public int length() {
        return length;
    }

    /** The byte at {@code at}, 0..255. */
    public int u8(int at) {
        return buffer.get(index(at, Byte.BYTES)) & 0xff;
    }

    /** Two little-endian bytes, 0..65535. */
    public int u16(int at) {
        return buffer.getShort(index(at, Short.BYTES)) & 0xffff;
    }

    /** Four little-endian bytes; values from 2^31 on come out negative. */
    public int u32(int at) {
        return buffer.getInt(index(at, Integer.BYTES));
    }

    /** Eight little-endian bytes; values from 2^63 on come out negative. */
    public long u64(int at) {
        return buffer.getLong(index(at, Long.BYTES));
    }

    /** Two bytes in network order, 0..65535. */
    public int u16be(int at) {
        return Short.reverseBytes(buffer.getShort(index(at, Short.BYTES))) & 0xffff;
    }

    /** Four bytes in network order; values from 2^31 on come out negative. */
    public int u32be(int at) {
        return Integer.reverseBytes(u32(at));
    }

    /** Eight bytes in network order; values from 2^63 on come out negative. */
    public long u64be(int at) {
        return Long.reverseBytes(u64(at));
    }

    /** Copies {@code length} bytes from {@code from} to {@code target} at {@code at}; no position moves. */
    public void copyTo(int from, ByteBuffer target, int at, int length) {
        target.put(at, buffer, offset + Objects.checkFromIndexSize(from, length, this.length), length);
    }

    /** A new array with all bytes of the sample: for the rare kinds that are text. */
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
