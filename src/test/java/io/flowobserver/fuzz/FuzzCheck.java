// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Gives each input to two runs of the same kind and checks what must hold for any bytes: nothing is thrown, and both
 * have the same outcome, although different bytes lie around the input and different events came before.
 *
 * <p>A breach is an {@link AssertionError}. Both runs get all inputs in the same order, so they remember the same.
 */
final class FuzzCheck {
    private final FuzzRun first;
    private final FuzzRun second;

    FuzzCheck(FuzzRun first, FuzzRun second) {
        this.first = first;
        this.second = second;
    }

    void run(byte[] input) {
        take(first, EmbeddedInput.betweenZeros(input));
        take(second, EmbeddedInput.atTheLimit(input));
        Object one = first.outcome();
        Object other = second.outcome();
        if (!one.equals(other)) {
            throw new AssertionError("by what lies around them or came before, the same bytes gave two answers: " + one
                    + " and " + other);
        }
    }

    private static void take(FuzzRun run, EmbeddedInput input) {
        try {
            run.prepare(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run.take();
    }
}
