// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.WireMessage;

/**
 * The address texts of a flow, exactly as an access log wrote them. A flow has this object only if the texts differ
 * from the text of the address columns: the log used another spelling, or the text is not an address. The texts are
 * shown instead of the columns. The columns hold the addresses that could be parsed.
 */
public final class WrittenAddresses {
    private final String source;
    private final String destination;
    private final byte[] encoded;

    public WrittenAddresses(String source, String destination) {
        this.source = source;
        this.destination = destination;
        this.encoded = WireMessage.of(message -> {
            message.text(1, source);
            message.text(2, destination);
        });
    }

    public String source() {
        return source;
    }

    public String destination() {
        return destination;
    }

    /** Returns the encoded fields 1 and 2 of {@code flow.IP}. Callers must not change the array. */
    public byte[] encoded() {
        return encoded;
    }
}
