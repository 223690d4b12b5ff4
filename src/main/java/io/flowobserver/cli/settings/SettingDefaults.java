// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import io.flowobserver.cli.console.SafeText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives the flags of client commands that are not on the command line their values from the environment and from the
 * file. picocli asks for them after it has read the flags of a command, so {@code --config} is known by then. For one
 * thread.
 */
public final class SettingDefaults implements IDefaultValueProvider {
    static final String CONFIG_FLAG = "--config";
    private static final String SERVER_FLAG = "--server";

    private final Map<String, String> environment;
    private final Map<Optional<String>, ClientSettings> byFile = new HashMap<>();

    public SettingDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Makes a command and its sub-commands take their settings from here, if they are clients of a server. What has no
     * setting here is left to the provider that they have.
     */
    public void install(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.findOption(SERVER_FLAG) != null) {
            if (spec.findOption(CONFIG_FLAG) == null) {
                spec.addOption(configOption());
            }
            IDefaultValueProvider other = spec.defaultValueProvider();
            spec.defaultValueProvider(argument -> {
                @Nullable String value = defaultValue(argument);
                return value != null || other == null ? value : other.defaultValue(argument);
            });
        }
        command.getSubcommands().values().forEach(this::install);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--")) {
            return null;
        }
        ClientKey key = ClientKey.of(option.longestName().substring(2)).orElse(null);
        if (key == null || key == ClientKey.CONFIG || asksForHelp(option.command())) {
            return null;
        }
        ClientSettings settings = settings(option.command());
        List<String> found = settings.find(key);
        String warning = settings.takeWarning();
        if (warning != null) {
            option.command().commandLine().getErr().println("observer: " + SafeText.of(warning));
        }
        return found == null || found.isEmpty() ? null : literal(key, found);
    }

    /** Returns the settings for a command whose flags have been read. */
    ClientSettings settings(CommandSpec command) {
        OptionSpec config = command.findOption(CONFIG_FLAG);
        Optional<String> flag = config == null || config.stringValues().isEmpty()
                ? Optional.empty()
                : Optional.of(config.stringValues().get(config.stringValues().size() - 1));
        return byFile.computeIfAbsent(flag, name -> new ClientSettings(name.orElse(null), environment));
    }

    static OptionSpec configOption() {
        return OptionSpec.builder(CONFIG_FLAG)
                .paramLabel("FILE")
                .type(String.class)
                .arity("1")
                .description("settings of the client commands, see \"observer config\" (default:"
                        + " ~/.config/observer/config.yaml, else hubble's)")
                .build();
    }

    /** Help must be there even if a setting is wrong. */
    private static boolean asksForHelp(CommandSpec command) {
        return command.options().stream()
                .anyMatch(option -> option.usageHelp() && !option.stringValues().isEmpty());
    }

    /** picocli would take a dollar sign for the beginning of a variable. */
    private static String literal(ClientKey key, List<String> value) {
        return String.join(key.kind() == ValueKind.FILTERS ? " " : ",", value).replace("$", "$$");
    }
}
