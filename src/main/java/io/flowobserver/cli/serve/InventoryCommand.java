// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.cli.console.CommandGroup;
import picocli.CommandLine.Command;

/** The command {@code observer inventory}: about files that name the endpoints of a node. */
@Command(
        name = "inventory",
        description = "Check a file for --inventory",
        subcommands = InventoryCheckCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeOnInvalidInput = 1)
public final class InventoryCommand extends CommandGroup {}
