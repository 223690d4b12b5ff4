// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.WireMessage;

/** The distributed trace that a request belongs to. Immutable, encoded once. */
public final class TraceContext {
    private final String traceId;
    private final byte[] encoded;

    /** @param traceId 32 digits, hexadecimal, lower case */
    public TraceContext(String traceId) {
        this.traceId = traceId;
        this.encoded = WireMessage.of(message -> message.message(1, parent -> parent.text(1, traceId)));
    }

    public String traceId() {
        return traceId;
    }

    /** The body of {@code flow.TraceContext}; callers must not change it. */
    public byte[] encoded() {
        return encoded;
    }
}
