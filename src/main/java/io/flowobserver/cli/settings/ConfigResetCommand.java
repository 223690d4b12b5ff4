// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** The command {@code observer config reset}: writes the default of one setting, or of all, into the file. */
@Command(
        name = "reset",
        description = "Write the default of a setting into observer's file, or all defaults without KEY",
        customSynopsis = "observer config reset [KEY] [--config=FILE]",
        exitCodeOnInvalidInput = 1)
final class ConfigResetCommand extends SettingsCommand {
    ConfigResetCommand(SettingDefaults defaults) {
        super(defaults);
    }

    @Override
    void run(List<String> arguments, PrintWriter out) {
        if (arguments.size() > 1) {
            throw wrongNumber("reset", "0 or 1", arguments);
        }
        Map<ClientKey, List<String>> values = new EnumMap<>(ClientKey.class);
        for (ClientKey key : arguments.isEmpty() ? ClientKey.values() : new ClientKey[] {key(arguments.get(0))}) {
            if (key != ClientKey.CONFIG) {
                values.put(key, key.standard());
            }
        }
        new SettingsWriter(settings().paths(), this::say).write(values);
    }
}
