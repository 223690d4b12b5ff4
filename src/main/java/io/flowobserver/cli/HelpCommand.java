// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.cli.console.SafeText;
import io.flowobserver.flow.text.NearestName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code observer help}: prints the help of any command. */
@Command(name = "help", description = "Print the help of a command", exitCodeOnInvalidInput = 1)
final class HelpCommand implements Callable<Integer> {
    private final Supplier<CommandLine> complete;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "such as: observe, or: list nodes")
    private List<String> names = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    /**
     * Creates the command.
     *
     * @param complete returns the command line with all commands
     */
    HelpCommand(Supplier<CommandLine> complete) {
        this.complete = complete;
    }

    /** As in the hubble command, an unknown name is told, but is no failure. */
    @Override
    public Integer call() {
        CommandLine shown = complete.get();
        for (String name : names) {
            Map<String, CommandLine> below = shown.getSubcommands();
            if (!below.containsKey(name)) {
                spec.commandLine()
                        .getErr()
                        .println("observer: unknown command \"" + SafeText.of(name) + "\""
                                + NearestName.question(name, names(below))
                                + "; see \"observer --help\"");
                return CommandLine.ExitCode.OK;
            }
            shown = below.get(name);
        }
        shown.usage(spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }

    private static List<String> names(Map<String, CommandLine> commands) {
        return commands.values().stream().map(CommandLine::getCommandName).toList();
    }
}
