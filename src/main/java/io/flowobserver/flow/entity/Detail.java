// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import org.jspecify.annotations.Nullable;

/**
 * Optional parts of a flow that few flows have: an L7 record, a trace context, and a summary text. A part that the flow
 * lacks is null or empty. Immutable: callers must not change the arrays.
 *
 * @param summary UTF-8 text, used if the summary kind of the row is {@code SummaryKind.DETAIL}
 * @param extensions body of a {@code google.protobuf.Any}
 * @param addresses address texts to show instead of the address columns, or null
 */
public record Detail(
        @Nullable Layer7 layer7,
        @Nullable TraceContext traceContext,
        byte[] summary,
        byte[] extensions,
        @Nullable WrittenAddresses addresses) {
    /** Returns the DNS, HTTP or Kafka record, or null if the flow has none. */
    public @Nullable ApplicationRecord application() {
        return layer7 == null ? null : layer7.protocol();
    }

    /** Returns the sum of the encoded lengths of all parts, in bytes, without tags and length prefixes. */
    public int length() {
        return (layer7 == null ? 0 : layer7.encoded().length)
                + (traceContext == null ? 0 : traceContext.encoded().length)
                + summary.length
                + extensions.length
                + (addresses == null ? 0 : addresses.encoded().length);
    }
}
