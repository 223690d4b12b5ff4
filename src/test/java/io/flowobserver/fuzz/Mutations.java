// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages good inputs, the same way each time. */
final class Mutations {
    private static final int MOST = 4;
    private static final int LONGEST_INSERTION = 16;

    private final Random random;
    private final List<byte[]> good;

    Mutations(long seed, List<byte[]> good) {
        this.random = new Random(seed);
        this.good = good;
    }

    /** Some good input with a few things done to it. */
    byte[] next() {
        byte[] bytes = any().clone();
        for (int i = random.nextInt(MOST); i >= 0; i--) {
            bytes = damaged(bytes);
        }
        return bytes;
    }

    private byte[] damaged(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        if (at == bytes.length) {
            return Arrays.copyOf(bytes, at + random.nextInt(LONGEST_INSERTION));
        }
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            case 2 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
            case 3 -> bytes[at] = random.nextBoolean() ? 0 : (byte) 0xff;
            case 4 -> {
                return Arrays.copyOf(bytes, at);
            }
            default -> {
                return spliced(bytes, at, any());
            }
        }
        return bytes;
    }

    /** The beginning of one and the end of another. */
    private byte[] spliced(byte[] bytes, int at, byte[] other) {
        int from = random.nextInt(other.length + 1);
        byte[] spliced = Arrays.copyOf(bytes, at + other.length - from);
        System.arraycopy(other, from, spliced, at, other.length - from);
        return spliced;
    }

    private byte[] any() {
        return good.get(random.nextInt(good.size()));
    }
}
