// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.completion;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The cases of bash's and zsh's scripts, which have the same form. The word of each is {@code COMMAND:WORD}. */
final class ShellCases {
    private ShellCases() {}

    /** Appends which command follows a command, for each spelling. */
    static void appendCommands(StringBuilder out, List<CompletedCommand> all) {
        all.forEach(above -> above.aliases()
                .forEach((alias, name) -> out.append("        (\"%s:%s\") command=\"%s\" ;;\n"
                        .formatted(above.path(), alias, (above.path() + " " + name).strip()))));
    }

    /**
     * Appends what the flags of a command take.
     *
     * @param list how the shell writes the values, which are separated by spaces, as a list
     */
    static void appendValues(StringBuilder out, CompletedCommand command, UnaryOperator<String> list) {
        for (CompletedFlag flag : command.flags()) {
            if (flag.file() || !flag.values().isEmpty()) {
                String names = flag.names().stream()
                        .map(name -> "\"" + command.path() + ":" + name + "\"")
                        .collect(Collectors.joining(" | "));
                out.append("        (").append(names).append(") ");
                out.append(flag.file() ? "files=yes" : "values=" + list.apply(String.join(" ", flag.values())));
                out.append(" ;;\n");
            }
        }
    }
}
