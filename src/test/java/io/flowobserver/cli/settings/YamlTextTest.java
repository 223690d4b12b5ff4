// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class YamlTextTest {
    @Test
    void of_texts_areQuotedAsHubbleDoesIt() {
        assertThat(YamlText.of("")).isEqualTo("\"\"");
        assertThat(YamlText.of("4245")).isEqualTo("\"4245\"");
        assertThat(YamlText.of("localhost:4245")).isEqualTo("localhost:4245");
        assertThat(YamlText.of("unix:///var/run/hubble.sock")).isEqualTo("unix:///var/run/hubble.sock");
        assertThat(YamlText.of("{\"source_pod\":[\"it's\"]}")).isEqualTo("'{\"source_pod\":[\"it''s\"]}'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "-",
                "- a",
                "-a",
                "a: b",
                "a:",
                "a #b",
                "#a",
                "a#b",
                " a",
                "a ",
                "~",
                "null",
                "yes",
                "No",
                "0x1f",
                "1e3",
                "1_000",
                "12:30:45",
                "2024-05-07",
                "2024-05-07T12:34:01Z",
                ".5",
                ".inf",
                "=",
                "<<",
                "*a",
                "&a",
                "!a",
                "|",
                ">",
                "%a",
                "@a",
                "`a",
                "'a",
                "\"a",
                "[a",
                "a]",
                "{",
                "a,b",
                "a\nb",
                "a\tb",
                "a\\b",
                "\u001b[1m",
                "\u202ea",
                "---",
                "--- a",
                "...",
                "?",
                "? a",
                "grüße",
                "tls://x:443",
                "[::1]:4245",
                "+1",
                "0o17",
                "on"
            })
    void of_anyText_isThatTextForAParser(String text) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        assertThat(yaml.<Object>load("key: " + YamlText.of(text) + "\n")).isEqualTo(Map.of("key", text));
        assertThat(yaml.<Object>load("- " + YamlText.of(text) + "\n")).isEqualTo(List.of(text));
    }
}
