// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.proto.flow.Flow;
import org.jspecify.annotations.Nullable;

/**
 * An upper bound of the size of a value. A value that comes from a flow counts with a size that it usually does not
 * exceed.
 *
 * @param items the number of elements of a list; 1 for any other value
 * @param each the size of one element: the steps that it takes to read it
 * @param message the type of the value or of its elements if they are messages of a flow; otherwise null
 */
record CelSizeBound(long items, long each, @Nullable Descriptor message) {
    static final CelSizeBound ONE = new CelSizeBound(1, 1, null);

    private static final long MAX_STEPS = 1_000_000;
    private static final long ITEMS = 64;
    private static final long TEXT = 64;
    private static final long MESSAGE = 4096;

    static final CelSizeBound FLOW = new CelSizeBound(1, MESSAGE, Flow.getDescriptor());

    static CelSizeBound of(long items, long each) throws FilterException {
        return new CelSizeBound(checked(items), checked(each), null);
    }

    /** The bound of two lists or two texts, concatenated. */
    CelSizeBound and(CelSizeBound other) throws FilterException {
        return of(items + other.items, each + other.each);
    }

    /** The bound of a value that is either this one or the other. */
    CelSizeBound or(CelSizeBound other) {
        return new CelSizeBound(Math.max(items, other.items), Math.max(each, other.each), message);
    }

    long total() throws FilterException {
        return checked(items * each);
    }

    /**
     * The bound of an element. An element that is no message can be a list, so it counts as a list of elements of size
     * 1.
     */
    CelSizeBound element() {
        return message == null ? new CelSizeBound(each, 1, null) : new CelSizeBound(1, each, message);
    }

    /** The bound of a field of this value. */
    CelSizeBound field(String name) {
        FieldDescriptor field = message == null ? null : message.findFieldByName(name);
        if (field == null) {
            return element();
        }
        long fields = field.isRepeated() ? ITEMS : 1;
        return switch (field.getJavaType()) {
            case MESSAGE -> new CelSizeBound(fields, field.isRepeated() ? TEXT : MESSAGE, field.getMessageType());
            case STRING, BYTE_STRING -> new CelSizeBound(fields, TEXT, null);
            default -> new CelSizeBound(fields, 1, null);
        };
    }

    /**
     * Returns the number of steps.
     *
     * @throws FilterException if it is more than a server can afford for one pass over an expression
     */
    static long checked(long steps) throws FilterException {
        if (steps > MAX_STEPS) {
            throw FilterException.invalid("expression costs too much: it builds or compares values that are too large");
        }
        return steps;
    }
}
