// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.WireMessage;
import org.jspecify.annotations.Nullable;

/** An application message from an access log. Immutable, encoded once. */
public final class Layer7 {
    public static final int UNKNOWN = 0;
    public static final int REQUEST = 1;
    public static final int RESPONSE = 2;
    public static final int SAMPLE = 3;

    private final int type;
    private final long latencyNanos;
    private final @Nullable ApplicationRecord protocol;
    private final byte[] encoded;

    /**
     * Creates a record.
     *
     * @param type number of {@code flow.L7FlowType}
     * @param latencyNanos time from the request to its response; 0 if unknown
     * @param protocol null if the protocol has no message of its own
     */
    public Layer7(int type, long latencyNanos, @Nullable ApplicationRecord protocol) {
        this.type = type;
        this.latencyNanos = latencyNanos;
        this.protocol = protocol;
        this.encoded = WireMessage.of(this::writeTo);
    }

    public int type() {
        return type;
    }

    public long latencyNanos() {
        return latencyNanos;
    }

    /** Returns the DNS, HTTP or Kafka record; null for another protocol. */
    public @Nullable ApplicationRecord protocol() {
        return protocol;
    }

    /** Returns the body of {@code flow.Layer7}. Callers must not change the array. */
    public byte[] encoded() {
        return encoded;
    }

    private void writeTo(WireMessage message) {
        message.number(1, type);
        message.number(2, latencyNanos);
        if (protocol != null) {
            message.message(protocol.field, protocol::writeTo);
        }
    }
}
