// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.serve;

import java.lang.reflect.Field;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * The flag {@code --config}. Commands that have it also read flags from the environment and from a file; see
 * {@link Settings}.
 */
final class ConfigOption {
    static final String FLAG = "--config";

    /** {@link ConfiguredRun} reads this value before the command runs. The command does not use it. */
    @Option(
            names = FLAG,
            paramLabel = "FILE",
            description = "settings in YAML, named as the flags without dashes; flags have precedence over"
                    + " $OBSERVER_NAME, and that over the file")
    @SuppressWarnings("unused") // ConfiguredRun asks picocli for what was given
    private @Nullable Path file;

    /** Returns whether a command has this flag. The flag of the same name of client commands is another one. */
    static boolean isOf(CommandSpec command) {
        OptionSpec option = command.findOption(FLAG);
        return option != null
                && option.userObject() instanceof Field field
                && field.getDeclaringClass() == ConfigOption.class;
    }
}
