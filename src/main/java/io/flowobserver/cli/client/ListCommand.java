// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.console.CommandGroup;
import picocli.CommandLine.Command;

/** The command {@code observer list}: lists what a server knows. */
@Command(
        name = "list",
        description = "List nodes or namespaces",
        subcommands = {ListNodesCommand.class, ListNamespacesCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeOnInvalidInput = 1)
public final class ListCommand extends CommandGroup {}
