// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedTest {
    @Test
    void of_printableText_isQuotedAsItIs() {
        assertThat(Quoted.of("a b'c/\u00e9\u4e16\ud83d\ude00")).isEqualTo("\"a b'c/\u00e9\u4e16\ud83d\ude00\"");
    }

    @Test
    void of_quotesAndBackslashes_areEscaped() {
        assertThat(Quoted.of("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }

    @Test
    void of_controlsWithALetter_areShort() {
        assertThat(Quoted.of("\u0007\b\f\n\r\t\u000b")).isEqualTo("\"\\a\\b\\f\\n\\r\\t\\v\"");
    }

    /** Controls, separators, spaces, private use; and the replacement, which prints. */
    @ParameterizedTest
    @CsvSource({
        "0, \\x00",
        "1f, \\x1f",
        "7f, \\x7f",
        "85, \\u0085",
        "a0, \\u00a0",
        "2028, \\u2028",
        "200b, \\u200b",
        "e000, \\ue000",
        "e0001, \\U000e0001",
        "fffd, \ufffd"
    })
    void of_codePoint_isShownAsGoShowsIt(String hex, String shown) {
        assertThat(Quoted.of(Character.toString(Integer.parseInt(hex, 16)))).isEqualTo('"' + shown + '"');
    }
}
