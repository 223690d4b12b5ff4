// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.completion;

import io.flowobserver.cli.console.CommandGroup;
import io.flowobserver.cli.console.UserError;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code observer completion}: prints the completion script of a shell. */
@Command(
        name = "completion",
        description = "Print the completion script for a shell",
        synopsisSubcommandLabel = "SHELL",
        commandListHeading = "%nShells:%n",
        exitCodeOnInvalidInput = 1,
        footer = {
            "",
            "For this shell only:",
            "  bash   source <(observer completion bash)",
            "  zsh    source <(observer completion zsh)",
            "  fish   observer completion fish | source",
            "The Debian package and \"make install\" have put the scripts where the shells",
            "look for them.",
        })
public final class CompletionCommand extends CommandGroup {
    private CompletionCommand() {}

    /**
     * Creates the command with its sub-commands.
     *
     * @param complete returns the command line with all commands
     */
    public static CommandLine commandLine(Supplier<CommandLine> complete) {
        return new CommandLine(new CompletionCommand())
                .addSubcommand(new Bash(complete))
                .addSubcommand(new Zsh(complete))
                .addSubcommand(new Fish(complete))
                .addSubcommand(new PowerShell());
    }

    /** What the sub-commands share. */
    private abstract static class ScriptCommand implements Runnable {
        private final ShellScript script;
        private final Supplier<CommandLine> complete;

        @Option(names = "--no-descriptions", description = "offer words without descriptions")
        private boolean bare;

        @CommandLine.Spec
        @SuppressWarnings("NullAway.Init") // picocli fills it before run()
        private CommandLine.Model.CommandSpec spec;

        ScriptCommand(ShellScript script, Supplier<CommandLine> complete) {
            this.script = script;
            this.complete = complete;
        }

        @Override
        public final void run() {
            CommandLine root = complete.get();
            spec.commandLine().getOut().print(bare ? script.shortText(root) : script.text(root));
            spec.commandLine().getOut().flush();
        }
    }

    @Command(name = "bash", description = "Print the script for bash", exitCodeOnInvalidInput = 1)
    private static final class Bash extends ScriptCommand {
        Bash(Supplier<CommandLine> complete) {
            super(ShellScript.BASH, complete);
        }
    }

    @Command(name = "zsh", description = "Print the script for zsh", exitCodeOnInvalidInput = 1)
    private static final class Zsh extends ScriptCommand {
        Zsh(Supplier<CommandLine> complete) {
            super(ShellScript.ZSH, complete);
        }
    }

    @Command(name = "fish", description = "Print the script for fish", exitCodeOnInvalidInput = 1)
    private static final class Fish extends ScriptCommand {
        Fish(Supplier<CommandLine> complete) {
            super(ShellScript.FISH, complete);
        }
    }

    /** The hubble command has a script for it, so somebody may ask. */
    @Command(name = "powershell", hidden = true, exitCodeOnInvalidInput = 1)
    private static final class PowerShell implements Runnable {
        @Override
        public void run() {
            throw new UserError("there is no completion script for PowerShell; there is one for bash, zsh and fish");
        }
    }
}
