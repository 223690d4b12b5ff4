// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Puts flags that stand before a command, or between it and its sub-command, behind both. The hubble command accepts
 * them in any place ({@code hubble --server x status}); picocli wants them behind the command that has them.
 */
final class ArgumentOrder {
    private static final Set<String> WITH_COMMANDS = Set.of("observe", "list", "watch", "inventory", "config");
    /** What stands without a command. */
    private static final Set<String> ALONE = Set.of("-h", "--help", "-V", "--version");

    private final CommandLine root;
    private final List<String> commands = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private ArgumentOrder(CommandLine root) {
        this.root = root;
    }

    /**
     * Returns the arguments in the order that picocli wants.
     *
     * @param complete returns the command line with all commands; not called if the order is right already
     */
    static String[] of(Supplier<CommandLine> complete, String... arguments) {
        int first = arguments.length > 1 && WITH_COMMANDS.contains(arguments[0]) ? 1 : 0;
        boolean flagged = arguments.length > first && arguments[first].startsWith("-");
        boolean single = arguments.length == first + 1 && (first == 1 || ALONE.contains(arguments[0]));
        // A list of flags without any other word is the usual case, and needs no look at the commands.
        if (!flagged
                || single
                || (first == 1 && Arrays.stream(arguments).skip(1).noneMatch(ArgumentOrder::mayBeCommand))) {
            return arguments;
        }
        return new ArgumentOrder(complete.get()).arrange(arguments);
    }

    private static boolean mayBeCommand(String word) {
        return Commands.BELOW.contains(word);
    }

    private String[] arrange(String... arguments) {
        CommandLine at = root;
        int i = 0;
        while (i < arguments.length && !arguments[i].equals("--")) {
            String word = arguments[i];
            if (word.startsWith("-") && word.length() > 1) {
                int end = Math.min(arguments.length, i + (takesNext(word) ? 2 : 1));
                flags.addAll(Arrays.asList(arguments).subList(i, end));
                names.add(word.split("=", 2)[0]);
                i = end;
            } else if (at.getSubcommands().containsKey(word)) {
                commands.add(word);
                at = at.getSubcommands().get(word);
                i++;
            } else {
                break;
            }
        }
        return commands.isEmpty() ? withoutCommand(i, arguments) : ordered(i, arguments);
    }

    /**
     * Returns what there is to run without a command: as in hubble, the help, if there are only flags that some command
     * has. A word in the place of a command is wrong, and more so than the flags before it.
     *
     * @param end where the flags end
     */
    private String[] withoutCommand(int end, String... arguments) {
        if (end < arguments.length) {
            return arguments[end].equals("--") ? arguments : new String[] {arguments[end]};
        }
        boolean known = names.stream().allMatch(name -> find(root, name) != null);
        return known ? names.stream().filter(ALONE::contains).toArray(String[]::new) : arguments;
    }

    private String[] ordered(int end, String... arguments) {
        List<String> ordered = new ArrayList<>(commands);
        ordered.addAll(flags);
        ordered.addAll(Arrays.asList(arguments).subList(end, arguments.length));
        return ordered.toArray(String[]::new);
    }

    /** Returns whether the next word is the value of a flag. As in hubble, an unknown flag has a value. */
    private boolean takesNext(String word) {
        if (word.contains("=") || (!word.startsWith("--") && word.length() > 2)) {
            return false;
        }
        OptionSpec option = find(root, word);
        return option == null || option.arity().max() > 0;
    }

    private static @Nullable OptionSpec find(CommandLine command, String flag) {
        OptionSpec option = command.getCommandSpec().findOption(flag);
        for (Map.Entry<String, CommandLine> below : command.getSubcommands().entrySet()) {
            if (option != null) {
                return option;
            }
            option = find(below.getValue(), flag);
        }
        return option;
    }
}
