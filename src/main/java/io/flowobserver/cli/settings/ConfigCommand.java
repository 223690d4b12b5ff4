// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import io.flowobserver.cli.console.CommandGroup;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code observer config}: shows and changes the settings of the client commands. */
@Command(
        name = "config",
        description = "Show or change the settings of the client commands",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeOnInvalidInput = 1,
        footer = {
            "",
            "A setting is a flag that observe, status, list and the other clients of a",
            "server have. Its value comes from the first of these that has one:",
            "  1. the flag, such as --tls-server-name",
            "  2. the variable OBSERVER_TLS_SERVER_NAME",
            "  3. the variable HUBBLE_TLS_SERVER_NAME",
            "  4. the file ~/.config/observer/config.yaml, or if there is none that of the",
            "     hubble command, ~/.config/hubble/config.yaml",
            "  5. the default",
            "\"set\" and \"reset\" change only observer's own file.",
        })
public final class ConfigCommand extends CommandGroup {
    private ConfigCommand() {}

    /** Creates the command with its sub-commands. */
    public static CommandLine commandLine(Map<String, String> environment) {
        SettingDefaults defaults = new SettingDefaults(environment);
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigViewCommand(defaults))
                .addSubcommand(new ConfigGetCommand(defaults))
                .addSubcommand(new ConfigSetCommand(defaults))
                .addSubcommand(new ConfigResetCommand(defaults));
    }
}
