// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.Observer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The completion scripts, each evaluated by its own shell. */
@Timeout(60)
class ITCompletion {
    private static final String WORDS = "observer observe --verdict DROPPED --pod observe -o ";

    @TempDir
    private Path directory;

    /** What a shell offers behind a line, the last word of which is being typed. */
    private List<String> complete(ShellScript shell, String line) throws Exception {
        return switch (shell) {
            case BASH -> bash(line);
            case ZSH -> zsh(line);
            case FISH -> fish(line);
        };
    }

    @ParameterizedTest
    @EnumSource
    void commands_atEachLevel_areOffered(ShellScript shell) throws Exception {
        assertThat(complete(shell, "observer ")).contains("observe", "status", "list", "config", "serve", "help");
        assertThat(complete(shell, "observer sta")).containsExactly("status");
        assertThat(complete(shell, "observer observe ")).contains("flows", "agent-events", "debug-events");
        assertThat(complete(shell, "observer list no")).containsExactly("nodes");
        assertThat(complete(shell, "observer config s")).containsExactly("set");
    }

    @ParameterizedTest
    @EnumSource
    void flags_ofTheCommand_areOffered(ShellScript shell) throws Exception {
        assertThat(complete(shell, "observer observe flows --from-p"))
                .containsExactlyInAnyOrder("--from-pod", "--from-port");
        assertThat(complete(shell, "observer status --"))
                .contains("--server", "--output")
                .doesNotContain("--from-pod");
        assertThat(complete(shell, "observer serve --ring-")).contains("--ring-flows", "--ring-bytes");
    }

    @ParameterizedTest
    @EnumSource
    void values_ofAFlag_areOffered(ShellScript shell) throws Exception {
        assertThat(complete(shell, WORDS)).contains("compact", "dict", "json", "table");
        assertThat(complete(shell, "observer list nodes -o w")).containsExactly("wide");
        assertThat(complete(shell, "observer observe --verdict DROP")).containsExactly("DROPPED");
        assertThat(complete(shell, "observer observe --not --color ")).contains("auto", "always", "never");
    }

    @ParameterizedTest
    @EnumSource
    void keysAndAliases_areKnown(ShellScript shell) throws Exception {
        assertThat(complete(shell, "observer config get tls-s")).containsExactly("tls-server-name");
        assertThat(complete(shell, "observer w p")).containsExactly("peers");
    }

    @ParameterizedTest
    @EnumSource
    void files_areOfferedWhereAFileIsWanted(ShellScript shell) throws Exception {
        Files.writeString(directory.resolve("inventory.json"), "");
        assertThat(complete(shell, "observer status --config inv")).containsExactly("inventory.json");
    }

    @Test
    void bash_flagWithEqualsSign_offersItsValues() throws Exception {
        assertThat(bash("observer observe --output = js")).containsExactly("json", "jsonpb");
        assertThat(bash("observer observe --output =")).contains("compact", "table");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completion_noDescriptions_onlyTheWordsAreLeft(String shell) {
        StringWriter out = new StringWriter();
        CommandLine line = Observer.commandLine(Map.of()).setOut(new PrintWriter(out, true));
        assertThat(line.execute("completion", shell, "--no-descriptions")).isZero();
        assertThat(out.toString()).contains("agent-events", "verdict").doesNotContain("Print flows");
    }

    @Test
    void completion_powershell_isRefused() {
        StringWriter err = new StringWriter();
        assertThat(Observer.commandLine(Map.of())
                        .setErr(new PrintWriter(err, true))
                        .execute("completion", "powershell"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("bash, zsh and fish").hasLineCount(1);
    }

    private List<String> bash(String line) throws Exception {
        String words = quoted(line);
        return run(
                "bash",
                "source " + script(ShellScript.BASH) + "; COMP_WORDS=(" + words
                        + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _observer; printf '%s\\n' \"${COMPREPLY[@]}\"");
    }

    /** Completion of zsh runs only in a terminal, so its two functions that offer words are replaced. */
    private List<String> zsh(String line) throws Exception {
        return run(
                "zsh",
                """
                compdef() { :; }
                compset() { return 1; }
                compadd() { [[ $1 != -- ]] || shift; print -l -- ${(M)@:#$PREFIX*}; }
                _describe() { [[ $1 != -o ]] || shift; local -a all=(${(P)2}); print -l -- ${(M)${all%%%%:*}:#$PREFIX*}; }
                _files() { print -l -- $PREFIX*(N); }
                source %s
                words=(%s); CURRENT=$#words; PREFIX=$words[-1]
                _observer
                """
                        .formatted(script(ShellScript.ZSH), quoted(line)));
    }

    private List<String> fish(String line) throws Exception {
        return run("fish", "source " + script(ShellScript.FISH) + "; complete -C '" + line + "'").stream()
                .map(candidate -> candidate.split("\t", 2)[0])
                .toList();
    }

    private Path script(ShellScript shell) throws IOException {
        return Files.writeString(directory.resolve(shell.name()), shell.text(Observer.commandLine(Map.of())));
    }

    private static String quoted(String line) {
        return String.join(
                " ",
                Stream.of(line.split(" ", -1)).map(word -> "'" + word + "'").toList());
    }

    private List<String> run(String shell, String commands) throws Exception {
        Assumptions.assumeTrue(
                Stream.of("/bin", "/usr/bin").anyMatch(place -> Files.isExecutable(Path.of(place, shell))),
                () -> "no " + shell + " here; make deps installs it");
        List<String> command = new ArrayList<>(List.of(shell));
        command.addAll(
                switch (shell) {
                    case "bash" -> List.of("--norc", "--noprofile", "-c", commands);
                    case "zsh" -> List.of("-f", "-c", commands);
                    default -> List.of("--no-config", "-c", commands);
                });
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_CONFIG_HOME", directory.toString());
        Process process = builder.start();
        List<String> lines = process.inputReader()
                .lines()
                .filter(candidate -> !candidate.isEmpty())
                .toList();
        assertThat(process.errorReader().lines()).isEmpty();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return lines;
    }
}
