// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.cli.client.ListCommand;
import io.flowobserver.cli.client.ObserveCommand;
import io.flowobserver.cli.client.StatusCommand;
import io.flowobserver.cli.client.WatchCommand;
import io.flowobserver.cli.completion.CompletionCommand;
import io.flowobserver.cli.reflect.ReflectCommand;
import io.flowobserver.cli.serve.DetachCommand;
import io.flowobserver.cli.serve.InventoryCommand;
import io.flowobserver.cli.serve.RecordCommand;
import io.flowobserver.cli.serve.ServeCommand;
import io.flowobserver.cli.settings.ConfigCommand;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/**
 * The commands by their names. New commands are added here.
 *
 * <p>picocli reads the flags of a command by reflection, which takes some milliseconds for each of them. Therefore a
 * command that has no part in a run is not created.
 */
final class Commands {
    private static final List<String> ALL = List.of(
            "serve",
            "observe",
            "status",
            "list",
            "watch",
            "record",
            "detach",
            "inventory",
            "config",
            "reflect",
            "completion",
            "help",
            "version");
    /** Those that can be alone. The others share a configuration file, or tell of all commands. */
    private static final List<String> ALONE =
            List.of("observe", "status", "list", "watch", "detach", "inventory", "config", "reflect", "version");

    /** After {@code observe}, these want its sub-commands. */
    private static final List<String> WITH_EVENTS = List.of("flows", "agent-events", "debug-events", "-h", "--help");

    /** The sub-commands of those that have some, and their aliases. */
    static final Set<String> BELOW = Set.of(
            "flows",
            "agent-events",
            "debug-events",
            "nodes",
            "node",
            "namespaces",
            "namespace",
            "ns",
            "peers",
            "peer",
            "check",
            "get",
            "set",
            "reset",
            "view");

    private final Map<String, String> environment;

    Commands(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Adds the commands that are needed for these arguments. Without arguments all are needed, for the help. */
    void add(CommandLine root, String... arguments) {
        boolean one = arguments.length > 0 && ALONE.contains(arguments[0]);
        for (String name : one ? List.of(arguments[0]) : ALL) {
            root.addSubcommand(name, one && isPlainObserve(arguments) ? ObserveCommand.alone() : create(name));
        }
    }

    /** Returns false for a wrong sub-command too, so that the message can name the right one. */
    private static boolean isPlainObserve(String... arguments) {
        List<String> flags = List.of(arguments).subList(1, arguments.length);
        return arguments[0].equals("observe")
                && (flags.isEmpty() || flags.get(0).startsWith("-"))
                && Collections.disjoint(flags, WITH_EVENTS);
    }

    private Object create(String name) {
        return switch (name) {
            case "serve" -> new ServeCommand();
            case "observe" -> ObserveCommand.withEvents();
            case "status" -> new StatusCommand();
            case "list" -> new ListCommand();
            case "watch" -> new WatchCommand();
            case "record" -> new RecordCommand();
            case "detach" -> new DetachCommand();
            case "inventory" -> new InventoryCommand();
            case "config" -> ConfigCommand.commandLine(environment);
            case "reflect" -> new ReflectCommand();
            case "completion" -> CompletionCommand.commandLine(() -> Observer.commandLine(environment));
            case "help" -> new HelpCommand(() -> Observer.commandLine(environment));
            case "version" -> new VersionCommand();
            default -> throw new IllegalArgumentException("name=" + name);
        };
    }
}
