// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** The command {@code observer config view}: prints all settings as they are in effect. */
@Command(name = "view", description = "Print the settings that are in effect", exitCodeOnInvalidInput = 1)
final class ConfigViewCommand extends SettingsCommand {
    ConfigViewCommand(SettingDefaults defaults) {
        super(defaults);
    }

    @Override
    void run(List<String> arguments, PrintWriter out) {
        view(out);
    }
}
