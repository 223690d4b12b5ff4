// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import io.flowobserver.flow.text.NearestName;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Arguments that a client command has no use for. The hubble command ignores them silently. Here they are ignored too,
 * so that its scripts run, but they are told.
 */
public final class IgnoredArguments {
    private IgnoredArguments() {}

    /** Makes a command and its sub-commands accept any arguments, apart from unknown flags. */
    public static void accept(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.positionalParameters().isEmpty()) {
            spec.addPositional(PositionalParamSpec.builder()
                    .index("0..*")
                    .arity("0..*")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .hidden(true)
                    .build());
        }
        command.getSubcommands().values().forEach(IgnoredArguments::accept);
    }

    /**
     * Tells the arguments that were ignored, one line each, with the sub-command that was perhaps meant.
     *
     * @param parsed what was parsed of a command line, or of the end of it
     * @param complete returns the command line with all commands, of which a run may have but one
     */
    public static void tell(ParseResult parsed, Supplier<CommandLine> complete) {
        for (ParseResult at = parsed; at != null; at = at.hasSubcommand() ? at.subcommand() : null) {
            CommandSpec spec = at.commandSpec();
            for (PositionalParamSpec positional : new LinkedHashSet<>(at.matchedPositionals())) {
                if (positional.hidden() && positional.userObject() == null) {
                    List<String> names = names(spec, complete.get());
                    positional.stringValues().forEach(word -> tell(spec, word, names));
                }
            }
        }
    }

    private static void tell(CommandSpec spec, String word, List<String> names) {
        spec.commandLine()
                .getErr()
                .println("observer: the argument \"" + SafeText.of(word) + "\" is ignored"
                        + NearestName.question(word, names) + "; see \""
                        + spec.qualifiedName() + " --help\"");
    }

    private static List<String> names(CommandSpec spec, CommandLine complete) {
        CommandLine command = complete;
        String[] path = spec.qualifiedName().split(" ", -1);
        for (String name : Arrays.asList(path).subList(1, path.length)) {
            command = command.getSubcommands().get(name);
        }
        return command.getSubcommands().values().stream()
                .map(CommandLine::getCommandName)
                .toList();
    }
}
