// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import io.flowobserver.flow.text.Digits;
import java.security.SecureRandom;

/**
 * Computes the UUID of a flow from its sequence and a secret that is created at start. The mapping is a bijection, so
 * two flows never share a UUID, and no UUID has to be stored. Without the secret, the next UUID cannot be guessed. The
 * UUID has the form of a random (version 4) UUID.
 *
 * <p>The 60 free bits of the upper half are the sequence, encrypted by a four-round Feistel network. The 62 free bits
 * of the lower half are a keyed hash of the sequence. Immutable and thread-safe.
 */
public final class FlowUuid {
    private static final int ROUNDS = 4;
    private static final int HALF_BITS = 30;
    private static final long HALF_MASK = (1L << HALF_BITS) - 1;

    private final long[] keys = new long[ROUNDS + 1];

    /** Creates an instance with a new random secret. */
    public FlowUuid() {
        this(new SecureRandom().nextLong(), new SecureRandom().nextLong());
    }

    /** Creates an instance with the given secret. Tests use this to get the same UUIDs again. */
    public FlowUuid(long secretHigh, long secretLow) {
        for (int i = 0; i < keys.length; i++) {
            keys[i] = mix(secretHigh + mix(secretLow + i));
        }
    }

    /** Returns bits 127 to 64 of the UUID of the flow with the given sequence (0 to 2^60 - 1). */
    public long high(long sequence) {
        long left = sequence >>> HALF_BITS & HALF_MASK;
        long right = sequence & HALF_MASK;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (mix(right + keys[round]) & HALF_MASK);
            left = right;
            right = next;
        }
        long free = left << HALF_BITS | right;
        return (free >>> 12) << 16 | 0x4000 | (free & 0xFFF);
    }

    /** Returns bits 63 to 0 of the UUID of the flow with the given sequence. */
    public long low(long sequence) {
        return mix(sequence ^ keys[ROUNDS]) >>> 2 | 0x8000_0000_0000_0000L;
    }

    /** Writes the 36 characters of the UUID and returns the offset after them. */
    int write(long sequence, byte[] out, int at) {
        long high = high(sequence);
        long low = low(sequence);
        at = Digits.hex8((int) (high >>> Integer.SIZE), out, at);
        out[at++] = '-';
        at = Digits.hex4And4((int) high, out, at);
        out[at++] = '-';
        at = Digits.hex4And4((int) (low >>> Integer.SIZE), out, at);
        return Digits.hex8((int) low, out, at);
    }

    /** The finaliser of MurmurHash3 with David Stafford's thirteenth set of constants. */
    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
