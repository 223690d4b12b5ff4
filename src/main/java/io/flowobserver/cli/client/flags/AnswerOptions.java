// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.flags;

import io.flowobserver.cli.console.StandardStreams;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for what is said about an answer as a whole, on standard error. */
public final class AnswerOptions {
    @Option(
            names = "--summary",
            description = "at the end, print on standard error how many there were, by kind, and what was lost; with"
                    + " -o json as one line of JSON")
    private boolean summary;

    @Option(
            names = {"-q", "--quiet"},
            description = "do not say on standard error why an answer is empty or short, or what was lost; it is said"
                    + " only on a terminal, anywhere with --quiet=false")
    private @Nullable Boolean quiet;

    /** Returns whether a summary is wanted. */
    public boolean summary() {
        return summary;
    }

    /** Returns whether to explain answers: if nothing is given, when a person looks. */
    public boolean explains() {
        return quiet == null ? StandardStreams.errorIsTerminal() : !quiet;
    }
}
