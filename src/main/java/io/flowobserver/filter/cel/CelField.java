// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import com.google.common.primitives.UnsignedLong;
import io.flowobserver.flow.row.FlowView;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A field of {@code flow.Flow} or of one of its messages, as CEL reads it from a row.
 *
 * @param value returns the value, or the default value if the flow has no such field
 * @param present returns whether the flow has the field
 * @param parts the fields of a message, or null for any other type
 */
record CelField(Function<FlowView, Object> value, Predicate<FlowView> present, @Nullable Map<String, CelField> parts) {

    static CelField text(Function<FlowView, String> text) {
        return new CelField(text::apply, flow -> !text.apply(flow).isEmpty(), null);
    }

    /** An enum or a signed integer. */
    static CelField number(ToLongFunction<FlowView> number) {
        return new CelField(number::applyAsLong, flow -> number.applyAsLong(flow) != 0, null);
    }

    /** An unsigned integer. For 32-bit values the caller clears the upper 32 bits. */
    static CelField unsigned(ToLongFunction<FlowView> number) {
        return new CelField(
                flow -> UnsignedLong.fromLongBits(number.applyAsLong(flow)),
                flow -> number.applyAsLong(flow) != 0,
                null);
    }

    static CelField bool(Predicate<FlowView> bool) {
        return new CelField(bool::test, bool, null);
    }

    static CelField texts(Function<FlowView, List<String>> texts) {
        return new CelField(texts::apply, flow -> !texts.apply(flow).isEmpty(), null);
    }

    static CelField message(Predicate<FlowView> present, Map<String, CelField> parts) {
        return new CelField(flow -> new CelRecord(flow, parts), present, parts);
    }
}
