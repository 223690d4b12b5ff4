// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.console.CommandGroup;
import picocli.CommandLine.Command;

/** The command {@code observer watch}: prints changes. */
@Command(
        name = "watch",
        aliases = "w",
        description = "Print changes of peers as they happen",
        subcommands = WatchPeersCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeOnInvalidInput = 1)
public final class WatchCommand extends CommandGroup {}
