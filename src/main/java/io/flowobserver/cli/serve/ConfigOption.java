// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.serve;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag of the commands whose flags may also come from a file and from the environment; see {@link Settings}. */
final class ConfigOption {
    static final String FLAG = "--config";

    /** Read before the command runs, and not by it. */
    @Option(
            names = FLAG,
            paramLabel = "FILE",
            description = "settings in YAML, named as the flags without dashes; flags win over $OBSERVER_NAME, which"
                    + " wins over the file")
    @SuppressWarnings("unused") // ConfiguredRun asks picocli for what was given
    private @Nullable Path file;
}
