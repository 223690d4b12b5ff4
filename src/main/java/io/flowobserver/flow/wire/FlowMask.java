// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.FieldMask;
import io.flowobserver.proto.flow.Flow;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A field mask that is applied to an encoded {@code flow.Flow} in place. The hubble CLI sends a field mask by default,
 * and parsing each flow to apply the mask costs many times as much as encoding the flow. Immutable.
 *
 * <p>A message that a path leads through is always there, empty if the flow does not have it. Of the fields of a oneof,
 * the one that the flow has is there, else the last one that a path leads through. This is how Hubble fills its answers,
 * but for values of an earlier flow that Hubble may leave in them.
 *
 * <p>The mask supports only varint and length-delimited fields, because the encoder writes no others.
 */
public final class FlowMask {
    private static final int TYPE_BITS = 3;
    private static final int TYPE = (1 << TYPE_BITS) - 1;
    private static final byte[] NOTHING = {};

    /** Numbers of the wanted fields, in ascending order. The other arrays have the same index. */
    private final int[] fields;
    /** The mask for the field's own message, or null if the whole field is wanted. */
    private final @Nullable FlowMask[] parts;
    /** The field with what is in it if the flow does not have it, encoded; no bytes if it is left out then. */
    private final byte[][] absent;
    /** The bit of the field's index, and the bits of all wanted fields of the same oneof. */
    private final long[] alternatives;
    /** Bytes that the message may grow by. */
    private final int growth;

    private FlowMask(Descriptor message, Map<Integer, @Nullable FlowMask> wanted) {
        fields = wanted.keySet().stream().mapToInt(Integer::intValue).toArray();
        parts = wanted.values().toArray(FlowMask[]::new);
        alternatives = new long[fields.length];
        absent = new byte[fields.length][];
        int mostGrowth = 0;
        for (int i = 0; i < fields.length; i++) {
            alternatives[i] = alternatives(message, i);
            boolean isLast = Long.numberOfTrailingZeros(partsOf(alternatives[i] & ~((2L << i) - 1))) == Long.SIZE;
            FlowMask part = parts[i];
            absent[i] = part == null || !isLast ? NOTHING : part.whenAbsent(fields[i]);
            mostGrowth += absent[i].length + (part == null ? 0 : part.growth + Wire.MAX_VARINT);
        }
        growth = mostGrowth;
    }

    /**
     * Creates a mask.
     *
     * @param mask valid for {@code flow.Flow} and normalized: no path is contained in another
     */
    public static FlowMask of(FieldMask mask) {
        return of(Flow.getDescriptor(), mask.getPathsList(), "");
    }

    private static FlowMask of(Descriptor message, Iterable<String> paths, String prefix) {
        Map<Integer, @Nullable FlowMask> wanted = new TreeMap<>();
        for (String path : paths) {
            if (path.startsWith(prefix)) {
                int dot = path.indexOf('.', prefix.length());
                String name = path.substring(prefix.length(), dot < 0 ? path.length() : dot);
                FieldDescriptor field = message.findFieldByName(name);
                if (!wanted.containsKey(field.getNumber())) {
                    wanted.put(
                            field.getNumber(),
                            dot < 0 ? null : of(field.getMessageType(), paths, path.substring(0, dot + 1)));
                }
            }
        }
        return new FlowMask(message, wanted);
    }

    /** Returns by how many bytes a flow may grow, because messages that it does not have are added empty. */
    public int growth() {
        return growth;
    }

    /**
     * Writes the wanted fields of the message in {@code bytes[from, to)} to {@code out}.
     *
     * @param bytes encoded by {@code FlowEncoder}
     * @param out at least {@link #growth} before {@code from}
     * @return the end of what was written
     */
    public int apply(byte[] bytes, int from, int to, int out) {
        return move(bytes, from, to, out);
    }

    /** Returns whether both masks keep the same fields. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof FlowMask mask
                        && Arrays.equals(fields, mask.fields)
                        && Arrays.equals(parts, mask.parts));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(fields) + Arrays.hashCode(parts);
    }

    /** The bits of the wanted fields that exclude each other, this one included. */
    private long alternatives(Descriptor message, int index) {
        OneofDescriptor oneof = message.findFieldByNumber(fields[index]).getContainingOneof();
        long bits = 1L << index;
        for (int i = 0; i < fields.length && oneof != null; i++) {
            if (message.findFieldByNumber(fields[i]).getContainingOneof() == oneof) {
                bits |= 1L << i;
            }
        }
        return bits;
    }

    /** Those of the given fields that a path leads through. */
    private long partsOf(long bits) {
        long found = 0;
        for (int i = 0; i < parts.length; i++) {
            found |= parts[i] == null ? 0 : bits & 1L << i;
        }
        return found;
    }

    /** The field whose mask this is, with the empty messages in it. */
    private byte[] whenAbsent(int field) {
        int length = 0;
        for (byte[] inner : absent) {
            length += inner.length;
        }
        byte[] out = new byte[2 * Wire.MAX_VARINT + length];
        int end = Wire.varint(out, Wire.tag(out, 0, field, Wire.LENGTH_DELIMITED), length);
        for (byte[] inner : absent) {
            end = Wire.copy(out, end, inner);
        }
        return Arrays.copyOf(out, end);
    }

    /**
     * Moves the wanted fields to {@code out}, and adds those that are missing. The distance between {@code out} and the
     * read position is at least what is still to be added, so no unread byte is overwritten.
     */
    private int move(byte[] bytes, int from, int to, int out) {
        long found = 0;
        int next;
        for (int at = from; at < to; at = next) {
            int tag = (int) varint(bytes, at);
            int body = endOfVarint(bytes, at);
            if ((tag & TYPE) == Wire.LENGTH_DELIMITED) {
                int length = (int) varint(bytes, body);
                body = endOfVarint(bytes, body);
                next = body + length;
            } else {
                next = endOfVarint(bytes, body);
            }
            int place = Arrays.binarySearch(fields, tag >>> TYPE_BITS);
            if (place >= 0) {
                found |= alternatives[place];
                FlowMask part = parts[place];
                out = part == null
                        ? moved(bytes, at, next, out)
                        : part.moveMessage(bytes, body, next, Wire.varint(bytes, out, tag));
            }
        }
        return addAbsent(found, bytes, out);
    }

    private int addAbsent(long found, byte[] bytes, int out) {
        for (int i = 0; i < absent.length; i++) {
            if ((found & 1L << i) == 0 && absent[i].length > 0) {
                out = Wire.copy(bytes, out, absent[i]);
            }
        }
        return out;
    }

    /**
     * Moves the wanted part of a message. The length precedes the body but is known only afterwards. If it takes fewer
     * bytes than were reserved, the body moves again.
     */
    private int moveMessage(byte[] bytes, int body, int end, int out) {
        int target = out + Wire.varintLength(end - body + growth);
        int targetEnd = move(bytes, body, end, target);
        return moved(bytes, target, targetEnd, Wire.varint(bytes, out, targetEnd - target));
    }

    private static int moved(byte[] bytes, int from, int to, int out) {
        if (from != out) {
            System.arraycopy(bytes, from, bytes, out, to - from);
        }
        return out + to - from;
    }

    private static long varint(byte[] bytes, int at) {
        long value = bytes[at] & 0x7F;
        for (int shift = 7; bytes[at++] < 0; shift += 7) {
            value |= (long) (bytes[at] & 0x7F) << shift;
        }
        return value;
    }

    private static int endOfVarint(byte[] bytes, int at) {
        while (bytes[at] < 0) {
            at++;
        }
        return at + 1;
    }
}
