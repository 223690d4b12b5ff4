// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentOrderTest {
    @ParameterizedTest
    @CsvSource({
        "--server x status, status --server x",
        "--server=x status, status --server=x",
        "--tls status -o json, status --tls -o json",
        "-D --server x list nodes, list nodes -D --server x",
        "list --server x nodes -o wide, list nodes --server x -o wide",
        "observe -f flows --pod a, observe flows -f --pod a",
        "observe --pod flows, observe --pod flows",
        "observe --pod flows -f, observe --pod flows -f",
        "--config f config get server, config get --config f server",
        "-h status, status -h",
        "--sever x status, status --sever x",
    })
    void ordered_flagsBeforeACommand_standBehindIt(String arguments, String expected) {
        assertThat(String.join(" ", Observer.ordered(Map.of(), arguments.split(" "))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--version", "--help", "status", "observe -f", "--sever x", "status -- x", "-- status"})
    void ordered_anythingElse_staysAsItIs(String arguments) {
        String[] words = arguments.split(" ");
        assertThat(Observer.ordered(Map.of(), words)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--server x", "--server=x --tls", "--tls", "-D --tls=1 --server x"})
    void ordered_flagsOfCommandsAlone_printTheHelp(String arguments) {
        assertThat(Observer.ordered(Map.of(), arguments.split(" "))).isEmpty();
        assertThat(Observer.ordered(Map.of(), (arguments + " --help").split(" ")))
                .containsExactly("--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tls sttaus", "--server x sttaus -o json", "--sever x sttaus"})
    void execute_wrongCommandBehindFlags_isWhatIsWrong(String arguments) {
        StringWriter err = new StringWriter();
        String[] ordered = Observer.ordered(Map.of(), arguments.split(" "));
        int code = Observer.commandLine(Map.of(), ordered)
                .setErr(new PrintWriter(err, true))
                .execute(ordered);
        assertThat(err.toString())
                .isEqualTo(
                        """
                observer: unknown command "sttaus", did you mean "status"?; see "observer --help"
                """);
        assertThat(code).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--server unix:///nonexistent status", "--tls=false --server unix:///nonexistent observe"})
    void execute_flagsBeforeACommand_areThoseOfTheCommand(String arguments) {
        StringWriter err = new StringWriter();
        String[] ordered = Observer.ordered(Map.of(), arguments.split(" "));
        Observer.commandLine(Map.of(), ordered)
                .setErr(new PrintWriter(err, true))
                .execute(ordered);
        assertThat(err.toString()).contains("cannot reach the server at unix:///nonexistent");
    }
}
