// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.WireMessage;

/** The distributed trace to which a request belongs. Immutable, encoded once. */
public final class TraceContext {
    private final String traceId;
    private final byte[] encoded;

    /**
     * Creates a trace context.
     *
     * @param traceId 32 hexadecimal digits in lower case
     */
    public TraceContext(String traceId) {
        this.traceId = traceId;
        this.encoded = WireMessage.of(message -> message.message(1, parent -> parent.text(1, traceId)));
    }

    public String traceId() {
        return traceId;
    }

    /** Returns the body of {@code flow.TraceContext}. Callers must not change the array. */
    public byte[] encoded() {
        return encoded;
    }
}
