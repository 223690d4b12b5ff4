// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.WireMessage;

/**
 * Both addresses of a flow as an access log wrote them, where that is not how the columns would be written: another
 * spelling, or no address at all. Shown in place of the columns, which hold what could be read.
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

    /** Fields 1 and 2 of {@code flow.IP}; callers must not change it. */
    public byte[] encoded() {
        return encoded;
    }
}
