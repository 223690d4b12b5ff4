// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
    private static final String[] ALL = {
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
        "version"
    };
    private static final String[] EVENTS = {"flows", "agent-events", "debug-events"};

    @ParameterizedTest
    @ValueSource(strings = {"observe", "status", "list nodes", "watch peers", "detach --force", "version -h"})
    void add_oneCommand_createsNoOther(String arguments) {
        assertThat(names(commandLine(arguments))).containsExactly(arguments.split(" ", -1)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve --demo", "record", "--help", "-h status", "statsu", "help observe", "--version"})
    void add_anythingElse_createsAll(String arguments) {
        assertThat(names(commandLine(arguments))).containsExactlyInAnyOrder(ALL);
    }

    @Test
    void add_noArguments_createsAll() {
        assertThat(names(Observer.commandLine(Map.of()))).containsExactlyInAnyOrder(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"observe", "observe --last 1", "observe -f --pod flowsd"})
    void add_observe_createsNoSubCommands(String arguments) {
        assertThat(names(observe(arguments))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"observe flows", "observe -f agent-events", "observe flws", "observe --help", "observe -f -h"})
    void add_observeWithSubCommandOrHelp_createsAllOfThem(String arguments) {
        assertThat(names(observe(arguments))).containsExactlyInAnyOrder(EVENTS);
    }

    /** The names of the commands; an alias has one letter. */
    private static Set<String> names(CommandLine command) {
        return command.getSubcommands().keySet().stream()
                .filter(name -> name.length() > 1)
                .collect(Collectors.toSet());
    }

    private static CommandLine observe(String arguments) {
        return commandLine(arguments).getSubcommands().get("observe");
    }

    private static CommandLine commandLine(String arguments) {
        return Observer.commandLine(Map.of(), arguments.split(" ", -1));
    }
}
