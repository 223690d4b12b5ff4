// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import io.flowobserver.proto.flow.Flow;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fields of {@code flow.Flow} that a client wants, taken out of the encoded flow where it lies. The hubble command asks
 * for a mask unless it is told not to, and to parse each flow for that costs many times what encoding it does.
 * Immutable.
 *
 * <p>The encoder writes numbers and length-delimited fields, no fixed ones.
 */
public final class FlowMask {
    private static final int TYPE_BITS = 3;
    private static final int TYPE = (1 << TYPE_BITS) - 1;

    /** Numbers of the wanted fields, ascending, and for each of which a part is wanted that part. */
    private final int[] fields;

    private final @Nullable FlowMask[] parts;

    private FlowMask(Map<Integer, @Nullable FlowMask> wanted) {
        fields = wanted.keySet().stream().mapToInt(Integer::intValue).toArray();
        parts = wanted.values().toArray(FlowMask[]::new);
    }

    /**
     * Prepares a mask for encoded flows.
     *
     * @param mask valid for {@code flow.Flow}, and normalised: no path of it lies within another
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
        return new FlowMask(wanted);
    }

    /**
     * Moves the wanted fields of the message in {@code bytes[from, to)} to its beginning.
     *
     * @param bytes written by {@code FlowEncoder}
     * @return the end of what is wanted
     */
    public int apply(byte[] bytes, int from, int to) {
        return move(bytes, from, to, from);
    }

    /** Whether both leave the same. */
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

    /** Moves them to {@code out}, which is never behind what is read: nothing is written over before. */
    private int move(byte[] bytes, int from, int to, int out) {
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
                FlowMask part = parts[place];
                out = part == null
                        ? moved(bytes, at, next, out)
                        : part.moveMessage(bytes, body, next, Wire.varint(bytes, out, tag));
            }
        }
        return out;
    }

    /** Moves a message of which a part is wanted: its length comes first, and is known last. */
    private int moveMessage(byte[] bytes, int body, int end, int out) {
        int target = out + Wire.varintLength(end - body);
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
