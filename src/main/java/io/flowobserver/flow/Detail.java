// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

/**
 * What only few flows have, encoded when the flow is decoded: an L7 record, a trace context, a summary of its own.
 * Parts that a flow lacks are empty. Immutable: nobody may change the arrays.
 *
 * @param layer7 body of {@code flow.Layer7}; empty if the flow is no L7 flow
 * @param traceContext body of {@code flow.TraceContext}
 * @param summary UTF-8 text, used if the row's summary kind is {@link SummaryKind#DETAIL}
 * @param extensions body of {@code google.protobuf.Any}
 */
public record Detail(byte[] layer7, byte[] traceContext, byte[] summary, byte[] extensions) {
    int length() {
        return layer7.length + traceContext.length + summary.length + extensions.length;
    }
}
