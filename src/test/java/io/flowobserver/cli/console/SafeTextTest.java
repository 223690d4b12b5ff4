// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
    @ParameterizedTest
    @ValueSource(
            chars = {
                '\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067',
                '\u2068', '\u2069'
            })
    void of_controlOfTheDirection_isShownAsItsNumber(char control) {
        assertThat(SafeText.of("a" + control + "b")).isEqualTo(String.format("a\\u%04xb", (int) control));
    }

    @Test
    void of_otherText_staysAsItIs() {
        String text = "\u05d0\u0627 \u200d\u2029\u2065\u206a \ud83d\ude00\t~";
        assertThat(SafeText.of(text)).isEqualTo(text);
    }

    @Test
    void of_controlsOfTheTerminal_areEscaped() {
        String all = IntStream.concat(IntStream.range(0, 0x20), IntStream.rangeClosed(0x7f, 0x9f))
                .filter(c -> c != '\t')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(SafeText.of(all)).startsWith("^@^A").contains("\\n", "\\r", "^[", "\\x7f", "\\x9f");
        assertThat(SafeText.of(all).chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
