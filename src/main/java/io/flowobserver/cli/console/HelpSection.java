// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A section of a command's help: the flags that serve one purpose.
 *
 * @param holds returns whether a flag belongs to the section
 */
public record HelpSection(String heading, Predicate<OptionSpec> holds) {
    /** Renders all flags of a command, each in the first section to which it belongs. Other flags come last. */
    public static String render(Help help, List<HelpSection> sections) {
        StringBuilder text = new StringBuilder();
        List<OptionSpec> rest = new ArrayList<>(help.commandSpec().options());
        for (HelpSection section : sections) {
            List<OptionSpec> options = rest.stream().filter(section.holds).toList();
            rest.removeAll(options);
            append(text, help, section.heading, options);
        }
        append(text, help, "Other", rest);
        return text.toString();
    }

    private static void append(StringBuilder text, Help help, String heading, List<OptionSpec> options) {
        if (!options.isEmpty()) {
            Help.Layout layout = help.createDefaultLayout(
                    help.commandSpec().options(), help.commandSpec().positionalParameters(), help.colorScheme());
            layout.addOptions(options, help.parameterLabelRenderer());
            text.append('\n').append(heading).append(":\n").append(layout);
        }
    }
}
