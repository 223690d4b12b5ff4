// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** The command {@code observer config get}: prints one setting, or all. */
@Command(
        name = "get",
        description = "Print the value of a setting, or all settings without KEY",
        customSynopsis = "observer config get [KEY] [--config=FILE]",
        exitCodeOnInvalidInput = 1)
final class ConfigGetCommand extends SettingsCommand {
    ConfigGetCommand(SettingDefaults defaults) {
        super(defaults);
    }

    @Override
    void run(List<String> arguments, PrintWriter out) {
        if (arguments.size() > 1) {
            throw wrongNumber("get", "0 or 1", arguments);
        }
        if (arguments.isEmpty()) {
            view(out);
            return;
        }
        ClientKey key = key(arguments.get(0));
        out.print(key.kind().yaml(settings().effective(key), ""));
    }
}
