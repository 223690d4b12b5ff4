// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.WireMessage;
import org.jspecify.annotations.Nullable;

/** What an application said, as an access log tells it. Immutable, encoded once. */
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
     * @param type number of {@code flow.L7FlowType}
     * @param latencyNanos from the request to its response; 0 if it is not known
     * @param protocol null for a protocol that has no message of its own
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

    /** What is particular to DNS, HTTP or Kafka; null for anything else. */
    public @Nullable ApplicationRecord protocol() {
        return protocol;
    }

    /** The body of {@code flow.Layer7}; callers must not change it. */
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
