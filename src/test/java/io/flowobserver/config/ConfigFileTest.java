// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    @TempDir
    Path directory;

    @Test
    void read_scalarsAndLists_asTheyAreWritten() throws IOException {
        Path file = file(
                """
                # ours
                source: bpf
                interfaces:
                  - eth0
                  - veth*

                node-name: on
                ring-flows: 0x10
                inventory: "file:/a b"
                empty: ''
                flow: [a, 2]
                """);
        assertThat(ConfigFile.read(file))
                .containsExactly(
                        entry("source", 2, "bpf"),
                        new ConfigFile.Entry("interfaces", List.of("eth0", "veth*"), true, 3),
                        entry("node-name", 7, "on"),
                        entry("ring-flows", 8, "0x10"),
                        entry("inventory", 9, "file:/a b"),
                        entry("empty", 10, ""),
                        new ConfigFile.Entry("flow", List.of("a", "2"), true, 11));
    }

    @Test
    void read_nothing_isNoSettings() throws IOException {
        assertThat(ConfigFile.read(file(""))).isEmpty();
        assertThat(ConfigFile.read(file("# nothing\n"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- a                        | :1: settings have the form",
                "text                       | :1: settings have the form",
                "x: 1;a: {b: c}             | :2: a: a value is a word",
                "a: [[b]]                   | :1: a: a value is a word",
                "a:                         | :1: a: has no value",
                "a: 1;b: 2;a: 3             | :3: a: is set in line 1 already",
                "? [x];: y                  | :1: a name is a word",
                "a: 1; b: 2                 | :2: is not YAML",
                "a: 'x                      | :1: is not YAML",
                "a: 1;---;b: 1              | :2: is not YAML",
                "a: !!java.net.URL [b]      | :1: is not YAML: Global tag is not allowed",
                "a: *b                      | :1: is not YAML",
                "[[[[[[[[[[[[[[[[[[[[[[     | cannot be read as YAML",
            })
    void read_wrongContent_namesFileAndLine(String text, String message) throws IOException {
        Path file = file(text.replace(';', '\n'));
        assertThatThrownBy(() -> ConfigFile.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void read_wrongFile_namesIt() throws IOException {
        assertThatThrownBy(() -> ConfigFile.read(directory.resolve("none")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory.resolve("none") + ": no such file");
        assertThatThrownBy(() -> ConfigFile.read(Path.of("/dev/zero")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not a file of at most");
        Path large = file("a".repeat((int) ConfigFile.MAX_SIZE + 1));
        assertThatThrownBy(() -> ConfigFile.read(large)).hasMessageContaining("is not a file of at most");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {'a', ':', ' ', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> ConfigFile.read(binary))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cannot be read as YAML in UTF-8");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("observer.yaml"), text, StandardCharsets.UTF_8);
    }

    private static ConfigFile.Entry entry(String key, int line, String value) {
        return new ConfigFile.Entry(key, List.of(value), false, line);
    }
}
