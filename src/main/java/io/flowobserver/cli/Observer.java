// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.cli.console.IgnoredArguments;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.Truth;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.console.Version;
import io.flowobserver.cli.serve.ConfiguredRun;
import io.flowobserver.cli.serve.OptionSections;
import io.flowobserver.cli.settings.SettingDefaults;
import io.flowobserver.config.ConfigException;
import io.flowobserver.filter.flags.FlagException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The {@code observer} command, which contains all other commands. */
@Command(
        name = "observer",
        description = "Observe the network flows of this node",
        exitCodeOnInvalidInput = 1,
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Observer.VersionText.class,
        footer = {
            "",
            "Try first:",
            "  observer serve --demo       a small node with its own traffic, as root",
            "  observer serve              observe this host, as root",
            "  observer observe --follow   in another terminal: flows as they happen",
            "  observer status             number of flows, and flows per second",
        })
public final class Observer implements Runnable {
    private static final List<String> HUBBLES =
            List.of("observe", "status", "list", "watch", "config", "reflect", "version");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before run()
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "print this help")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "print the version")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    private Observer() {}

    /** Runs one command and exits with its exit code. */
    public static void main(String[] args) {
        String[] ordered = ordered(System.getenv(), args);
        System.exit(commandLine(System.getenv(), ordered).execute(ordered));
    }

    /** Returns arguments with their flags behind the commands, as {@link #commandLine(Map, String...)} wants them. */
    static String[] ordered(Map<String, String> environment, String... args) {
        return ArgumentOrder.of(() -> commandLine(environment), args);
    }

    /** Creates the command line with all commands. */
    public static CommandLine commandLine() {
        return commandLine(System.getenv());
    }

    /**
     * Creates the command line with the given environment variables, and with the commands that are needed to run
     * these arguments; all if there are none. For wrong usage clients exit with 1 ({@code exitCodeOnInvalidInput = 1}),
     * and daemons with 2, the default of picocli.
     */
    public static CommandLine commandLine(Map<String, String> environment, String... args) {
        ConfiguredRun run = new ConfiguredRun(environment);
        CommandLine root = new CommandLine(new Observer());
        new Commands(environment).add(root, args);
        OptionSections.arrange(root);
        arrangeClients(root, environment);
        return root.setOverwrittenOptionsAllowed(true)
                .setExecutionStrategy(parsed -> {
                    IgnoredArguments.tell(parsed, () -> commandLine(environment));
                    return run.execute(parsed);
                })
                .setExecutionExceptionHandler((e, command, result) -> report(command, e, run))
                .setParameterExceptionHandler((e, words) -> {
                    // A word that was ignored may be what is really wrong: "list nods --server x".
                    IgnoredArguments.tell(e.getCommandLine().getParseResult(), () -> commandLine(environment));
                    return reportUsage(e);
                });
    }

    /** Makes the commands that hubble has accept what it accepts, and take their settings from where it has them. */
    private static void arrangeClients(CommandLine root, Map<String, String> environment) {
        SettingDefaults defaults = new SettingDefaults(environment);
        // One for both: JDK 17 crashes when it archives the same lambda of an interface of so old a format twice.
        CommandLine.ITypeConverter<Boolean> truth = Observer::truth;
        for (String name : HUBBLES) {
            CommandLine command = root.getSubcommands().get(name);
            if (command != null) {
                defaults.install(command);
                IgnoredArguments.accept(command);
                command.registerConverter(boolean.class, truth);
                command.registerConverter(Boolean.class, truth);
            }
        }
    }

    private static boolean truth(String word) {
        return Truth.of(word).orElseThrow(() -> new TypeConversionException("neither true nor false"));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int report(CommandLine command, Exception e, ConfiguredRun run) throws Exception {
        if (e instanceof ConfigException) {
            String name = command.getCommandSpec().qualifiedName();
            String message = SafeText.of(run.explain(e.getMessage()));
            command.getErr().println("observer: " + message + "; see \"" + name + " --help\"");
            return command.getCommandSpec().exitCodeOnInvalidInput();
        }
        if (!(e instanceof UserError || e instanceof FlagException)) {
            throw e;
        }
        command.getErr().println("observer: " + SafeText.of(run.explain(e.getMessage())));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int reportUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("observer: " + UsageError.of(e) + "; see \"" + name + " --help\"");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Reads the version only if the user asks for it. */
    static final class VersionText implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.text()};
        }
    }
}
