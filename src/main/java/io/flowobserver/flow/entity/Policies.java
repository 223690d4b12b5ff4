// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.Wire;
import java.util.Arrays;
import java.util.List;

/** The policies that allowed or denied a flow, and their log texts. Immutable, encoded once. */
public final class Policies {
    private static final int POLICY_LOG_FIELD = 21006;

    private final byte[] encoded;

    public Policies(Decision decision, List<Policy> policies, List<String> log) {
        this.encoded = encode(decision, policies, log);
    }

    /**
     * Returns the encoded fields of {@code flow.Flow} that hold the policies and their log texts. Callers must not
     * change the array.
     */
    public byte[] encoded() {
        return encoded;
    }

    private static byte[] encode(Decision decision, List<Policy> policies, List<String> log) {
        byte[] out = new byte[0];
        for (Policy policy : policies) {
            byte[] body = policy.encode();
            byte[] longer = Arrays.copyOf(out, out.length + body.length + 2 * Wire.MAX_VARINT);
            out = Arrays.copyOf(longer, Wire.delimited(longer, out.length, decision.field, body));
        }
        byte[] logFields = Wire.texts(POLICY_LOG_FIELD, log);
        byte[] whole = Arrays.copyOf(out, out.length + logFields.length);
        Wire.copy(whole, out.length, logFields);
        return whole;
    }

    /** Whether the policies allowed or denied the flow, and in which direction. */
    public enum Decision {
        EGRESS_ALLOWED(21001),
        INGRESS_ALLOWED(21002),
        EGRESS_DENIED(21004),
        INGRESS_DENIED(21005);

        private final int field;

        Decision(int field) {
            this.field = field;
        }
    }

    /** A policy, with the policy revision that was in force. */
    public record Policy(PodName name, List<String> labels, long revision, String kind) {
        private byte[] encode() {
            byte[] nameUtf8 = Wire.utf8(name.name());
            byte[] namespaceUtf8 = Wire.utf8(name.namespace());
            byte[] kindUtf8 = Wire.utf8(kind);
            byte[] labelFields = Wire.texts(3, labels);
            byte[] out = new byte
                    [nameUtf8.length
                            + namespaceUtf8.length
                            + kindUtf8.length
                            + labelFields.length
                            + 8 * Wire.MAX_VARINT];
            int at = Wire.text(out, 0, 1, nameUtf8);
            at = Wire.text(out, at, 2, namespaceUtf8);
            at = Wire.copy(out, at, labelFields);
            at = Wire.number(out, at, 4, revision);
            at = Wire.text(out, at, 5, kindUtf8);
            return Arrays.copyOf(out, at);
        }
    }
}
