// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.Observer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ConfigurationPageTest {
    private static final Path PAGE = Path.of("docs/configuration.md");

    /** With {@code -Dobserver.docs=write}, as {@code make docs} has it, the page is written instead. */
    @Test
    void page_isWhatTheFlagsSay() throws IOException {
        String text = ConfigurationPage.text(Observer.commandLine(Map.of()));
        if ("write".equals(System.getProperty("observer.docs"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE)).as("run: make docs").isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "record"})
    void help_isInSectionsOfEightyColumns(String command) {
        StringWriter out = new StringWriter();
        CommandLine root = Observer.commandLine(Map.of());
        assertThat(root.setOut(new PrintWriter(out, true)).execute(command, "--help"))
                .isZero();
        assertThat(out.toString())
                .contains("Where events come from:\n", "General:\n")
                .doesNotContain("Other:");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        root.getSubcommands().get(command).getCommandSpec().options().forEach(option -> assertThat(out.toString())
                .contains(option.longestName()));
    }
}
