// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, and what becomes of arguments that a command has no use for. */
class HelpCommandTest {
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"observe", "list nodes", "observe flows", "config set", "serve", "w peer", "help"})
    void help_ofACommand_isThatOfItsFlag(String command) {
        assertThat(execute(("help " + command).split(" ", -1))).isZero();
        String help = out.toString();
        out = new StringWriter();
        assertThat(execute((command + " --help").split(" ", -1))).isZero();
        assertThat(help).isEqualTo(out.toString()).startsWith("Usage: observer ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void help_alone_isThatOfTheProgram() {
        assertThat(execute("help")).isZero();
        assertThat(out.toString()).contains("Try first:", "completion", "config");
    }

    @Test
    void help_unknownCommand_isToldWithoutFailing() {
        assertThat(execute("help", "list", "nods")).isZero();
        assertThat(err.toString())
                .isEqualTo("observer: unknown command \"nods\", did you mean \"nodes\"?; see \"observer --help\"\n");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "watch", "inventory", "config", "completion"})
    void group_alone_printsItsHelp(String group) {
        assertThat(execute(group)).isZero();
        assertThat(out.toString()).startsWith("Usage: observer " + group);
    }

    @Test
    void list_unknownWord_printsItsHelpAndTellsTheWord() {
        assertThat(execute("list", "nods")).isZero();
        assertThat(out.toString()).startsWith("Usage: observer list");
        assertThat(err.toString())
                .isEqualTo("observer: the argument \"nods\" is ignored, did you mean \"nodes\"?;"
                        + " see \"observer list --help\"\n");
    }

    @Test
    void list_unknownWordBeforeAFlagOfTheRightOne_isToldToo() {
        assertThat(execute("list", "nods", "--server", "x")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("observer: the argument \"nods\" is ignored, did you mean \"nodes\"?;")
                .contains("unknown flag \"--server\"");
    }

    @Test
    void observe_wrongSubCommandBehindFlags_isToldWithTheRightOne() {
        String[] arguments = {"observe", "--print-raw-filters", "agnet-events"};
        Observer.commandLine(Map.of(), arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        assertThat(err.toString()).contains("\"agnet-events\" is ignored, did you mean \"agent-events\"?");
    }

    @Test
    void version_superfluousArgument_isIgnoredAndTold() {
        assertThat(execute("version", "x\u001b")).isZero();
        assertThat(out.toString()).startsWith("observer ");
        assertThat(err.toString())
                .isEqualTo("observer: the argument \"x^[\" is ignored; see \"observer version --help\"\n");
    }

    @Test
    void observe_superfluousArgument_isIgnoredAndTold() {
        assertThat(execute("observe", "--print-raw-filters", "extra", "--pod", "a", "more"))
                .isZero();
        assertThat(out.toString()).startsWith("allowlist:\n    - '{\"source_pod\":[\"a\"]}'\n");
        assertThat(err.toString()).contains("\"extra\"", "\"more\"").hasLineCount(2);
    }

    @Test
    void unknownFlag_isAnErrorStill() {
        assertThat(execute("version", "--foo")).isEqualTo(1);
        err = new StringWriter();
        assertThat(execute("serve", "extra")).isEqualTo(2);
        assertThat(err.toString()).contains("unexpected argument \"extra\"");
    }

    private int execute(String... args) {
        return Observer.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
