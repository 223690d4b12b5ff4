// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.completion;

import java.util.List;
import java.util.Map;

/** A completion script for fish. */
final class FishScript {
    private static final String HEAD =
            """
            # fish completion for observer
            # To use it now: observer completion fish | source

            # Whether the command line names this command, and no command below it.
            function __observer_at
                set -l command
                set -l previous
                set -l tokens (commandline -opc)
                for token in $tokens[2..-1]
                    if test -n "$previous"
                        set previous
                        continue
                    end
                    if __observer_valued "$command:$token"
                        set previous $token
                        continue
                    end
                    set -l below (__observer_below "$command:$token")
                    test -z "$below"; or set command $below
                end
                test "$command" = "$argv"
            end

            """;

    private FishScript() {}

    static String of(List<CompletedCommand> all) {
        StringBuilder out = new StringBuilder(HEAD);
        out.append("function __observer_below\n    switch $argv\n");
        all.forEach(above -> above.aliases()
                .forEach((alias, name) -> out.append("        case '%s:%s'\n            echo '%s'\n"
                        .formatted(above.path(), alias, (above.path() + " " + name).strip()))));
        out.append("    end\nend\n\nfunction __observer_valued\n    switch $argv\n");
        for (CompletedCommand command : all) {
            command.flags().stream()
                    .filter(CompletedFlag::takesValue)
                    .flatMap(flag -> flag.names().stream())
                    .forEach(name ->
                            out.append("        case '%s:%s'\n            return 0\n".formatted(command.path(), name)));
        }
        out.append("    end\n    return 1\nend\n\ncomplete -c observer -f\n");
        all.forEach(command -> appendCommand(out, command));
        return out.toString();
    }

    private static void appendCommand(StringBuilder out, CompletedCommand command) {
        String here = "complete -c observer -n "
                + quoted("__observer_at " + command.path()).stripTrailing();
        for (Map.Entry<String, String> sub : command.commands().entrySet()) {
            out.append(here).append(" -a ").append(quoted(sub.getKey()));
            out.append(" -d ").append(quoted(sub.getValue())).append('\n');
        }
        if (!command.words().isEmpty()) {
            out.append(here)
                    .append(" -a ")
                    .append(quoted(String.join(" ", command.words())))
                    .append('\n');
        }
        command.flags().forEach(flag -> appendFlag(out.append(here), flag));
    }

    private static void appendFlag(StringBuilder out, CompletedFlag flag) {
        for (String name : flag.names()) {
            out.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (flag.takesValue()) {
            out.append(flag.file() ? " -r -F" : " -x");
        }
        if (!flag.values().isEmpty()) {
            out.append(" -a ").append(quoted(String.join(" ", flag.values())));
        }
        out.append(" -d ").append(quoted(flag.description())).append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.strip().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
