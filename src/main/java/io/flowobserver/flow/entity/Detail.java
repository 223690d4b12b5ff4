// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import org.jspecify.annotations.Nullable;

/**
 * What only few flows have: an L7 record, a trace context, a summary of its own. Parts that a flow lacks are null or
 * empty. Immutable: nobody may change the arrays.
 *
 * @param summary UTF-8 text, used if the row's summary kind is {@code SummaryKind.DETAIL}
 * @param extensions body of {@code google.protobuf.Any}
 * @param addresses what is shown instead of the address columns, if anything
 */
public record Detail(
        @Nullable Layer7 layer7,
        @Nullable TraceContext traceContext,
        byte[] summary,
        byte[] extensions,
        @Nullable WrittenAddresses addresses) {
    /** What is particular to DNS, HTTP or Kafka; null if the flow has nothing of that kind. */
    public @Nullable ApplicationRecord application() {
        return layer7 == null ? null : layer7.protocol();
    }

    public int length() {
        return (layer7 == null ? 0 : layer7.encoded().length)
                + (traceContext == null ? 0 : traceContext.encoded().length)
                + summary.length
                + extensions.length
                + (addresses == null ? 0 : addresses.encoded().length);
    }
}
