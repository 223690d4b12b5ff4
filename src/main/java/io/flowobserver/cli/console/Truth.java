// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import java.util.List;
import java.util.Optional;

/** The words for true and false that the hubble command accepts. */
public final class Truth {
    private static final List<String> TRUE = List.of("true", "True", "TRUE", "t", "T", "1");
    private static final List<String> FALSE = List.of("false", "False", "FALSE", "f", "F", "0");

    private Truth() {}

    /** Returns what a word says; empty if it says neither. */
    public static Optional<Boolean> of(String word) {
        return TRUE.contains(word) ? Optional.of(true) : FALSE.contains(word) ? Optional.of(false) : Optional.empty();
    }
}
