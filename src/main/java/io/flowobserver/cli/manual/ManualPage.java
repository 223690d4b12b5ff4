// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of a command, in troff with the macros of man(7). */
public final class ManualPage {
    private final CommandLine command;
    private final String version;

    /**
     * Creates the page.
     *
     * @param version the version of the program, for the foot of the page
     */
    public ManualPage(CommandLine command, String version) {
        this.command = command;
        this.version = version;
    }

    /** Returns the pages of a command and of all below it that its help shows. */
    public static List<ManualPage> all(CommandLine root, String version) {
        List<ManualPage> pages = new ArrayList<>();
        pages.add(new ManualPage(root, version));
        children(root).values().forEach(child -> pages.addAll(all(child, version)));
        return pages;
    }

    /** Returns the name of the file, such as {@code observer-list-nodes.1}. */
    public String fileName() {
        return title() + ".1";
    }

    /** Returns the whole page. */
    public String text() {
        CommandSpec spec = command.getCommandSpec();
        StringBuilder out = new StringBuilder();
        out.append(".\\\" Made from the command's own help.\n");
        out.append(".TH ").append(title().toUpperCase(Locale.ROOT)).append(" 1 \"\" \"observer ");
        out.append(version).append("\" \"User Commands\"\n.nh\n.ad l\n");
        String description = joined(spec.usageMessage().description());
        out.append(".SH NAME\n").append(title()).append(" \\- ");
        out.append(escape(lower(description)));
        out.append("\n.SH SYNOPSIS\n.nf\n");
        out.append(escape(synopsis())).append("\n.fi\n");
        appendCommands(out);
        appendOptions(out, spec);
        appendFooter(out, spec);
        appendSeeAlso(out);
        return out.toString();
    }

    private String title() {
        return command.getCommandSpec().qualifiedName("-");
    }

    private String synopsis() {
        String[] custom = command.getCommandSpec().usageMessage().customSynopsis();
        if (custom.length > 0) {
            return String.join("\n", custom);
        }
        String name = command.getCommandSpec().qualifiedName();
        return name + " [FLAGS]" + (children(command).isEmpty() ? "" : " [COMMAND]");
    }

    private void appendCommands(StringBuilder out) {
        Map<String, CommandLine> children = children(command);
        if (children.isEmpty()) {
            return;
        }
        out.append(".SH COMMANDS\n");
        children.forEach((name, child) -> {
            out.append(".TP\n.BR ")
                    .append(escape(child.getCommandSpec().qualifiedName("-")))
                    .append(" (1)\n");
            out.append(escape(joined(child.getCommandSpec().usageMessage().description())))
                    .append('\n');
        });
    }

    private void appendOptions(StringBuilder out, CommandSpec spec) {
        Help help = command.getHelp();
        List<OptionSpec> options =
                spec.options().stream().filter(option -> !option.hidden()).toList();
        if (options.isEmpty()) {
            return;
        }
        out.append(".SH OPTIONS\n");
        for (OptionSpec option : options) {
            String value = option.arity().max() == 0
                    ? ""
                    : help.parameterLabelRenderer()
                            .renderParameterLabel(option, Help.Ansi.OFF, List.of())
                            .toString();
            out.append(".TP\n.B ")
                    .append(escape(String.join(", ", option.names()) + value))
                    .append('\n');
            out.append(escape(description(option))).append('\n');
        }
    }

    private void appendFooter(StringBuilder out, CommandSpec spec) {
        String[] footer = spec.usageMessage().footer();
        if (footer.length > 0) {
            out.append(".SH NOTES\n.nf\n");
            out.append(escape(plain(String.join("\n", footer)).strip())).append("\n.fi\n");
        }
    }

    private void appendSeeAlso(StringBuilder out) {
        Stream<CommandLine> near =
                Stream.concat(Stream.ofNullable(command.getParent()), children(command).values().stream());
        String pages = near.map(other -> ".BR " + escape(other.getCommandSpec().qualifiedName("-")) + " (1)")
                .collect(Collectors.joining(",\n"));
        if (!pages.isEmpty()) {
            out.append(".SH SEE ALSO\n").append(pages).append('\n');
        }
    }

    /** Returns the sub-commands that the help shows, by their names, each once. */
    private static Map<String, CommandLine> children(CommandLine command) {
        Map<String, CommandLine> children = new LinkedHashMap<>();
        command.getSubcommands().values().stream()
                .filter(child -> !child.getCommandSpec().usageMessage().hidden())
                .forEach(child -> children.putIfAbsent(child.getCommandName(), child));
        return children;
    }

    private static String description(OptionSpec option) {
        String standard = Objects.toString(option.defaultValue(), Objects.toString(option.initialValue(), ""));
        return joined(option.description()).replace("${DEFAULT-VALUE}", standard);
    }

    private static String joined(String... lines) {
        return plain(Arrays.stream(lines).collect(Collectors.joining(" ")));
    }

    private static String plain(String text) {
        return text.replace("%n", "\n").replace("%%", "%");
    }

    private static String lower(String text) {
        return text.isEmpty() ? "" : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** Escapes what troff would interpret: backslashes, hyphens, and control characters at the beginning of a line. */
    static String escape(String text) {
        return text.lines()
                .map(line -> line.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti"))
                .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
                .collect(Collectors.joining("\n"));
    }
}
