// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.proto.flow.Flow;
import org.jspecify.annotations.Nullable;

/**
 * How large a value can be: the elements of a list, or one for anything else, and how much each of them is, in steps that
 * it takes to look at it. What comes from a flow is taken to be as large as it usually is at most.
 *
 * @param message what the value or each element is, if it is part of a flow
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

    /** Of a list or a text that is put together from two. */
    CelSizeBound and(CelSizeBound other) throws FilterException {
        return of(items + other.items, each + other.each);
    }

    /** Of one or the other. */
    CelSizeBound or(CelSizeBound other) {
        return new CelSizeBound(Math.max(items, other.items), Math.max(each, other.each), message);
    }

    long total() throws FilterException {
        return checked(items * each);
    }

    /** Of an element, which as a list would be one of small things. */
    CelSizeBound element() {
        return message == null ? new CelSizeBound(each, 1, null) : new CelSizeBound(1, each, message);
    }

    /** Of what is selected from it. */
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

    /** @throws FilterException if it is more than a server can afford for one pass over an expression */
    static long checked(long steps) throws FilterException {
        if (steps > MAX_STEPS) {
            throw FilterException.invalid("expression costs too much: it builds or compares values that are too large");
        }
        return steps;
    }
}
