// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.filter.flags.FlagException;
import io.flowobserver.flow.text.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line: the flag, its value, and what would be right. */
final class UsageError {
    private static final Pattern DIGITS = Pattern.compile("[-+]?[0-9]+");

    private UsageError() {}

    /** Returns one line, without control characters. */
    static String of(ParameterException e) {
        return SafeText.of(text(e));
    }

    private static String text(ParameterException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UserError || cause instanceof FlagException) {
                return String.valueOf(cause.getMessage());
            }
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unknown(e.getCommandLine(), unmatched.getUnmatched().get(0));
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()
                && missing.getMissing().get(0) instanceof OptionSpec option) {
            return "the flag " + option.longestName() + " needs a value: " + option.longestName() + "="
                    + option.paramLabel();
        }
        if (e.getArgSpec() instanceof OptionSpec option && e.getValue() != null) {
            return "invalid argument \"" + e.getValue() + "\" for \"" + option.longestName() + "\" flag: "
                    + accepted(option, e.getValue());
        }
        return String.valueOf(e.getMessage());
    }

    private static String unknown(CommandLine command, String argument) {
        CommandSpec spec = command.getCommandSpec();
        if (argument.startsWith("-")) {
            String flag = argument.split("=", 2)[0];
            return "unknown flag \"" + flag + "\""
                    + question(flag, spec.optionsMap().keySet());
        }
        boolean root = command.getParent() == null;
        return (root ? "unknown command" : "unexpected argument") + " \"" + argument + "\""
                + NearestName.question(
                        argument,
                        spec.subcommands().values().stream()
                                .map(CommandLine::getCommandName)
                                .toList());
    }

    private static String question(String flag, Collection<String> flags) {
        List<String> named = flags.stream()
                .filter(name -> name.startsWith("--"))
                .map(name -> name.substring(2))
                .toList();
        return NearestName.of(flag.replaceFirst("^-+", ""), named)
                .map(near -> ", did you mean \"--" + near + "\"?")
                .orElse("");
    }

    private static String accepted(OptionSpec option, String value) {
        String type = option.auxiliaryTypes()[0].getSimpleName().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "int", "integer", "long" ->
                DIGITS.matcher(value).matches() ? "this number is too large" : "use a whole number";
            case "boolean" -> "use true or false, or leave the value out";
            default -> "use " + option.paramLabel();
        };
    }
}
