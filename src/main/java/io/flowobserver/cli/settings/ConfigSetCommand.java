// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import io.flowobserver.cli.console.UserError;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** The command {@code observer config set}: writes one setting into the file. */
@Command(
        name = "set",
        description = "Write a setting into observer's file; without VALUE its default",
        customSynopsis = "observer config set KEY [VALUE] [--config=FILE]",
        exitCodeOnInvalidInput = 1)
final class ConfigSetCommand extends SettingsCommand {
    ConfigSetCommand(SettingDefaults defaults) {
        super(defaults);
    }

    @Override
    void run(List<String> arguments, PrintWriter out) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw wrongNumber("set", "1 or 2", arguments);
        }
        ClientKey key = key(arguments.get(0));
        if (key == ClientKey.CONFIG) {
            throw new UserError("config: a file cannot name itself, use --config or " + ClientKey.CONFIG.variable());
        }
        String text = arguments.size() == 2 ? arguments.get(1) : "";
        List<String> value = text.isEmpty() ? key.standard() : key.kind().parse(key.key(), text);
        new SettingsWriter(settings().paths(), this::say).write(Map.of(key, value));
    }
}
