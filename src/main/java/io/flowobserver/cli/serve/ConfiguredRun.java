// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.serve;

import io.flowobserver.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a command. For a command with {@code --config} it adds the flags from the environment and the file, and parses
 * them together with the flags of the command line, so that all are converted and checked in the same way. An instance
 * runs one command.
 */
public final class ConfiguredRun implements IExecutionStrategy {
    private final Map<String, String> environment;
    private @Nullable Settings settings;

    public ConfiguredRun(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public int execute(ParseResult parsed) {
        ParseResult command = parsed;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        if (!ConfigOption.isOf(command.commandSpec()) || command.isUsageHelpRequested()) {
            return new RunLast().execute(parsed);
        }
        CommandLine root = parsed.commandSpec().commandLine();
        List<String> arguments = new ArrayList<>(parsed.originalArgs());
        int place = arguments.indexOf(command.commandSpec().name()) + 1;
        arguments.addAll(place, flags(root, command));
        return new RunLast().execute(root.parseArgs(arguments.toArray(String[]::new)));
    }

    /** Returns an error about a flag with the place that the flag's value came from. */
    public String explain(String error) {
        return settings == null ? error : settings.explain(error);
    }

    private List<String> flags(CommandLine root, ParseResult command) {
        Settings found = new Settings(known(root), command);
        try {
            found.addEnvironment(environment);
            Path file = Settings.file(command, environment);
            if (file != null) {
                found.addFile(file);
            }
        } catch (ConfigException e) {
            throw new ParameterException(command.commandSpec().commandLine(), e.getMessage());
        }
        settings = found;
        return found.flags();
    }

    /** Returns the flags of all commands that have {@code --config}, by their long names. */
    static Map<String, OptionSpec> known(CommandLine root) {
        Map<String, OptionSpec> known = new LinkedHashMap<>();
        for (CommandLine command : root.getSubcommands().values()) {
            if (ConfigOption.isOf(command.getCommandSpec())) {
                for (OptionSpec option : command.getCommandSpec().options()) {
                    if (!option.usageHelp() && !option.versionHelp()) {
                        known.putIfAbsent(option.longestName(), option);
                    }
                }
            }
        }
        return known;
    }
}
