// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "*, a.b, true",
        "*.com, example.com, true",
        "*.com, .com, true",
        "*.com, com, false",
        "a*b*c, axxbyyc, true",
        "a*b*c, abcc, true",
        "a*b*c, acb, false",
        "a**c, ac, true",
        "a*c, a_c, false",
        "a_*, a_b, true",
        "*, A, false",
        "api.example.com, api.example.com, true",
        "api.example.com, xapi.example.com, false",
        "api.example.com, api.example.com.x, false",
        "*a*a*a*a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false"
    })
    void matches_patternAndName_wholeNameOnly(String pattern, String name, boolean expected) throws FilterException {
        assertThat(NamePattern.parse(pattern).matches(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a$, '$'",
                "a\"b, '\"'",
                "a'b, '\\''",
                "a\tb, '\\t'",
                "aéb, 'é'",
                "a😀b, '😀'",
                "a\u200bb, '\\u200b'"
            })
    void parse_otherCharacter_isNamedAsOneRune(String pattern, String rune) {
        assertThatThrownBy(() -> NamePattern.parse(pattern)).hasMessage(rune + ": invalid rune in pattern");
    }
}
