// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

/** Checks numbers that flags give. */
final class Range {
    private Range() {}

    /** @throws ConfigException if the value of the flag is outside */
    static void check(String flag, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigException(flag + ": " + value + " is not a number from " + least + " to " + most);
        }
    }
}
