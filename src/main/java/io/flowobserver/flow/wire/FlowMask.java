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
 * A field mask that is applied to an encoded {@code flow.Flow} in place. The hubble CLI sends a field mask by default,
 * and parsing each flow to apply the mask costs many times as much as encoding the flow. Immutable.
 *
 * <p>The mask supports only varint and length-delimited fields, because the encoder writes no others.
 */
public final class FlowMask {
    private static final int TYPE_BITS = 3;
    private static final int TYPE = (1 << TYPE_BITS) - 1;

    /**
     * Numbers of the wanted fields, in ascending order. The other array has, at the same index, the mask for the
     * field's own message, or null if the whole field is wanted.
     */
    private final int[] fields;

    private final @Nullable FlowMask[] parts;

    private FlowMask(Map<Integer, @Nullable FlowMask> wanted) {
        fields = wanted.keySet().stream().mapToInt(Integer::intValue).toArray();
        parts = wanted.values().toArray(FlowMask[]::new);
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
        return new FlowMask(wanted);
    }

    /**
     * Removes the fields that are not wanted from the message in {@code bytes[from, to)}. The wanted fields then start at
     * {@code from}.
     *
     * @param bytes encoded by {@code FlowEncoder}
     * @return the end of the remaining fields
     */
    public int apply(byte[] bytes, int from, int to) {
        return move(bytes, from, to, from);
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

    /**
     * Moves the wanted fields to {@code out}. This is never after the read position, so no unread byte is overwritten.
     */
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

    /**
     * Moves the wanted part of a message. The length precedes the body but is known only afterwards. If it takes fewer
     * bytes than were reserved, the body moves again.
     */
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
