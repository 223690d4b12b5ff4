// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Whatever is wrong with the value of a flag, of any command, the message is one for people. */
class WrongValuesTest {
    /** How a program talks about its own insides. */
    private static final Pattern PROGRAM_WORDS = Pattern.compile(
            "not an? (long|int|boolean|enum)|strconv|[Ee]xception|For input string|cannot convert|\\bnull\\b"
                    + "|\\b(java|com\\.google|org|picocli)\\.|\\bclass\\b|Invalid value for option|Unmatched|lenient");

    /** What changes this host or writes files, and what has the flags of its neighbours. */
    private static final Set<String> LEFT_OUT = Set.of("detach", "set", "reset", "flows", "debug-events");

    private static final List<String> GARBAGE = List.of("=", "=zz!", "=99999999999999999999", "");

    /** Every command with each of its flags that has a value, and those without too: {@code --tls=zz}. */
    static Stream<String> flags() {
        List<String> all = new ArrayList<>();
        collect("", Observer.commandLine(Map.of()), all);
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("flags")
    void execute_garbage_isToldInWordsForPeople(String flag) {
        for (String value : GARBAGE) {
            StringWriter err = new StringWriter();
            int code = run(flag + value, err);
            assertThat(PROGRAM_WORDS.matcher(err.toString()).find())
                    .as(err.toString())
                    .isFalse();
            assertThat(err.toString().lines()).as(flag + value).allMatch(line -> line.startsWith("observer: "));
            assertThat(code != 0 && err.toString().isEmpty()).as(flag + value).isFalse();
        }
    }

    /** Runs a command so that it fails in the end, because there is no server or no place for one. */
    private static int run(String flag, StringWriter err) {
        List<String> arguments = new ArrayList<>(Arrays.asList(flag.split(" ", -1)));
        if (arguments.get(0).equals("serve") || arguments.get(0).equals("record")) {
            arguments.add(1, "--source=replay:/nonexistent/events.pcap");
            arguments.add(1, "--listen-client-urls=unix:///nonexistent/o.sock");
        }
        String[] words = arguments.toArray(String[]::new);
        return Observer.commandLine(Map.of("OBSERVER_SERVER", "unix:///nonexistent/o.sock"), words)
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(words);
    }

    private static void collect(String path, CommandLine command, List<String> all) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.usageHelp()
                    && !option.versionHelp()
                    && !option.longestName().equals("--debug")) {
                all.add((path + " " + option.longestName()).strip());
            }
        }
        command.getSubcommands().forEach((name, below) -> {
            boolean alias = !name.equals(below.getCommandName());
            if (!alias && !LEFT_OUT.contains(name)) {
                collect((path + " " + name).strip(), below, all);
            }
        });
    }
}
