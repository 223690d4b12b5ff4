// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The vectors from which we differ on purpose: those that docs/differences.md names. */
final class Differences {
    private static final Path PAGE = Path.of("docs/differences.md");
    private static final Pattern ID = Pattern.compile("\\b(?:v121-)?[a-z0-9_]+(?:-n)?-\\d{4}\\b");

    private Differences() {}

    static Set<String> ids() {
        try {
            return ID.matcher(Files.readString(PAGE))
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
