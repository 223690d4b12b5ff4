// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/configuration.md, made of what the command line knows of itself. */
final class ConfigurationPage {
    private static final String HEAD =
            """
            # Configuration

            <!-- Made from the flags' own descriptions; "make docs" writes it, a test compares it. -->

            `observer serve` and `observer record` take each setting from the first of these that has it:

            1. the flag, `--ring-flows 100000`;
            2. the environment variable: `OBSERVER_` and the flag's name, `OBSERVER_RING_FLOWS=100000`; lists are separated
               by spaces, or by commas as in the flag; an empty variable is none;
            3. the file that `--config FILE` or `OBSERVER_CONFIG` names: YAML with the flags' names without dashes;
            4. the default.

            ```yaml
            listen-client-urls:
              - unix:///var/run/hubble.sock
              - 0.0.0.0:50051
            inventory: file:/etc/observer/inventory.json
            ring-flows: 100000
            ```

            Whoever gives a list gives all of it. `max-flows`, `ring-flows` and `ring-bytes` are one setting: a flag for one of
            them wins over a file that has another. A key or an `OBSERVER_` variable that no command knows is an error that
            names the nearest known one; a file may hold settings of both commands. Left alone are `OBSERVER_HEAP`,
            `OBSERVER_DIRECT` and `OBSERVER_JAVA_OPTS` (read by `bin/observer`), `OBSERVER_SERVER` and the other variables of
            the client commands (`observer config --help`), and what Kubernetes sets for services whose names begin with
            "observer" (`OBSERVER_SERVICE_HOST`, `OBSERVER_PORT_50051_TCP` and their like).
            """;

    private ConfigurationPage() {}

    static String text(CommandLine root) {
        StringBuilder page = new StringBuilder(HEAD);
        Map<String, OptionSpec> rest = new TreeMap<>(ConfiguredRun.known(root));
        List<String> order = new ArrayList<>(ConfiguredRun.known(root).keySet());
        for (OptionSections section : OptionSections.values()) {
            List<OptionSpec> options = order.stream()
                    .map(rest::get)
                    .filter(option -> option != null && section.holds(option))
                    .toList();
            if (!options.isEmpty()) {
                page.append("\n## ").append(section.heading()).append("\n\n");
                page.append("| flag | variable | key in the file | default | meaning |\n|---|---|---|---|---|\n");
                options.forEach(option -> appendRow(page, root, option));
                options.forEach(option -> rest.remove(option.longestName()));
            }
        }
        if (!rest.isEmpty()) {
            throw new AssertionError("in no section of OptionSections: " + rest.keySet());
        }
        return page.toString();
    }

    private static void appendRow(StringBuilder page, CommandLine root, OptionSpec option) {
        String name = option.longestName();
        String description = String.join(" ", option.description());
        String standard = "";
        int at = description.lastIndexOf(" (default: ");
        if (at >= 0 && description.endsWith(")")) {
            standard = description.substring(at + " (default: ".length(), description.length() - 1);
            description = description.substring(0, at);
        }
        standard = standard.replace(
                "${DEFAULT-VALUE}",
                option.defaultValue() != null ? option.defaultValue() : String.valueOf(option.initialValue()));
        if (option.auxiliaryTypes()[0] == boolean.class) {
            standard = standard.isEmpty() ? "false" : standard;
        }
        boolean onlyRecord = root.getSubcommands().get("serve").getCommandSpec().findOption(name) == null;
        boolean onlyServe = root.getSubcommands().get("record").getCommandSpec().findOption(name) == null;
        String where = onlyRecord ? " (`record` only)" : onlyServe ? " (`serve` only)" : "";
        String label = option.auxiliaryTypes()[0] == boolean.class ? "" : " " + option.paramLabel();
        String key = name.equals(ConfigOption.FLAG) ? "" : "`" + name.substring(2) + "`";
        page.append("| `").append(name).append(label).append("` | `").append(Settings.variable(name));
        page.append("` | ").append(key).append(" | ").append(escape(standard));
        page.append(" | ").append(escape(description)).append(where).append(" |\n");
    }

    private static String escape(String text) {
        return text.replace("|", "\\|").replace("*", "\\*");
    }
}
