// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import picocli.CommandLine.Command;

/** {@code observer watch}: what changes. */
@Command(
        name = "watch",
        aliases = "w",
        description = "Print changes of peers as they happen",
        subcommands = WatchPeersCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeOnInvalidInput = 1)
final class WatchCommand extends CommandGroup {}
