// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.completion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What can be completed behind a command.
 *
 * @param path the names of the command and those above it, without that of the program, separated by spaces
 * @param commands the names of its sub-commands, with a description each
 * @param aliases all spellings of its sub-commands, each with its name
 * @param words what an argument can be
 */
record CompletedCommand(
        String path,
        Map<String, String> commands,
        Map<String, String> aliases,
        List<CompletedFlag> flags,
        List<String> words) {

    /** Returns the program itself and all commands that its help shows, each before its sub-commands. */
    static List<CompletedCommand> of(CommandLine root) {
        List<CompletedCommand> all = new ArrayList<>();
        add(all, root, "");
        return all;
    }

    /** Returns the same without descriptions. */
    CompletedCommand withoutDescriptions() {
        Map<String, String> names = new LinkedHashMap<>(commands);
        names.replaceAll((name, description) -> "");
        List<CompletedFlag> bare = flags.stream()
                .map(flag -> new CompletedFlag(flag.names(), "", flag.takesValue(), flag.values(), flag.file()))
                .toList();
        return new CompletedCommand(path, names, aliases, bare, words);
    }

    /** Returns the first line of a description, which for most things is all of it. */
    static String line(String... description) {
        return description.length == 0 ? "" : description[0].replace("%n", " ").replace("%%", "%");
    }

    private static void add(List<CompletedCommand> all, CommandLine command, String path) {
        CommandSpec spec = command.getCommandSpec();
        Map<String, String> commands = new LinkedHashMap<>();
        Map<String, String> aliases = new LinkedHashMap<>();
        Map<String, CommandLine> below = new LinkedHashMap<>();
        command.getSubcommands().forEach((spelling, sub) -> {
            CommandSpec subSpec = sub.getCommandSpec();
            aliases.put(spelling, subSpec.name());
            if (!subSpec.usageMessage().hidden()) {
                commands.put(subSpec.name(), line(subSpec.usageMessage().description()));
            }
            below.putIfAbsent(subSpec.name(), sub);
        });
        all.add(new CompletedCommand(path, commands, aliases, flags(spec, path), words(spec)));
        below.forEach((name, sub) -> add(all, sub, path.isEmpty() ? name : path + " " + name));
    }

    private static List<CompletedFlag> flags(CommandSpec spec, String path) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .map(option -> new CompletedFlag(
                        List.of(option.names()),
                        line(option.description()),
                        takesValue(option),
                        FlagValues.of(option, path),
                        takesFile(option)))
                .toList();
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().min() > 0;
    }

    private static boolean takesFile(OptionSpec option) {
        return Set.of("FILE", "DIR", "DIRECTORY", "<file>").contains(option.paramLabel());
    }

    private static List<String> words(CommandSpec spec) {
        List<String> words = new ArrayList<>();
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (parameter.completionCandidates() != null) {
                parameter.completionCandidates().forEach(words::add);
            }
        }
        return words;
    }
}
