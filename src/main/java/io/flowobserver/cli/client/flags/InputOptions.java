// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.flags;

import picocli.CommandLine.Option;

/** The flags for a file instead of a server, and for what is printed beside the responses. */
public final class InputOptions {
    @Option(
            names = "--input-file",
            paramLabel = "FILE",
            description =
                    "read flows from this file instead of the server, as -o json wrote them; - for standard input")
    private String file = "";

    @Option(
            names = {"-s", "--silent-errors"},
            description = "do not print which nodes a relay cannot reach, nor which lines of a file are no flows")
    private boolean silent;

    /** Returns the file, {@code -} for standard input, or an empty text for the server. */
    public String file() {
        return file;
    }

    /** Returns whether flows come from a file. */
    public boolean given() {
        return !file.isEmpty();
    }

    /** Returns whether warnings are left out. */
    public boolean isSilent() {
        return silent;
    }
}
