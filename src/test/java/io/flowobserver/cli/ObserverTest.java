// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ObserverTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void execute_nothing_printsHelp() {
        assertThat(execute()).isZero();
        assertThat(out.toString()).contains("observe", "status", "version");
    }

    @Test
    void execute_unknownCommand_suggestsTheNearest() {
        assertThat(execute("obsrve")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "observer: unknown command \"obsrve\", did you mean \"observe\"?; see \"observer --help\"\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void execute_version_namesBuildAndJava() {
        assertThat(execute("version")).isZero();
        assertThat(out.toString())
                .matches("observer [0-9]+\\.[0-9]+\\.[0-9]+\\S* \\(java " + System.getProperty("java.version")
                        + ", linux/\\w+\\)\n");
        assertThat(execute("--version")).isZero();
    }

    @Test
    void execute_versionAsJson_isOneObject() {
        assertThat(execute("version", "-o", "json")).isZero();
        assertThat(out.toString())
                .matches("\\{\"version\":\"[^\"]+\",\"java\":\"[^\"]+\",\"os\":\"linux\",\"arch\":\"\\w+\"}\n");
        assertThat(execute("version", "-o", "jsn")).isEqualTo(1);
        assertThat(err.toString()).contains("unknown output format: jsn, did you mean \"json\"? Use text or json");
    }

    @Test
    void execute_helpOfEachCommand_exitsWithZero() {
        for (String command : Observer.commandLine().getSubcommands().keySet()) {
            assertThat(execute(command, "--help")).isZero();
        }
        assertThat(err.toString()).isEmpty();
    }

    private int execute(String... args) {
        CommandLine command = Observer.commandLine();
        return command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
