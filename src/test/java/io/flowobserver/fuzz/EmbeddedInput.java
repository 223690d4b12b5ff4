// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An input as a road gets it: a stretch of a buffer with strange bytes on both sides.
 *
 * @param at where in the buffer it begins
 */
record EmbeddedInput(ByteBuffer buffer, int at, int length) {
    private static final int GUARD = 64;

    /** In the middle of zeros, which can be read by whoever does not look at the length. */
    static EmbeddedInput betweenZeros(byte[] input) {
        return new EmbeddedInput(around(input, (byte) 0), GUARD, input.length);
    }

    /** Among ones, where the buffer's limit is the input's end. */
    static EmbeddedInput atTheLimit(byte[] input) {
        return new EmbeddedInput(around(input, (byte) 0xff).limit(GUARD + input.length), GUARD, input.length);
    }

    private static ByteBuffer around(byte[] input, byte guard) {
        byte[] bytes = new byte[GUARD + input.length + GUARD];
        Arrays.fill(bytes, guard);
        System.arraycopy(input, 0, bytes, GUARD, input.length);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
