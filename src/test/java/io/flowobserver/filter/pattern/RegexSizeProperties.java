// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RegexSizeProperties {
    private static final List<String> PARTS = List.of(
            "a",
            "(",
            ")",
            "(?:",
            "(?i:",
            "[",
            "]",
            "[^",
            "[:alpha:]",
            "-",
            "|",
            "*",
            "+",
            "?",
            ".",
            "^",
            "$",
            "\\",
            "\\.",
            "{2}",
            "{1,3}",
            "{2,}",
            "{0,4}",
            "{,3}",
            "{",
            "}",
            "\\Q",
            "\\E",
            "\\d",
            "\\pL",
            "\\p{Greek}",
            "\\x{41}",
            "[]a]",
            "(-[",
            "[\\d-",
            "[\\p{Greek}-",
            "[]",
            "(?s)",
            "\\Q\\E",
            "--[",
            "[[:digit:]_]",
            "é");

    @Provide
    Arbitrary<String> regexes() {
        return Arbitraries.of(PARTS).list().ofMaxSize(14).map(parts -> String.join("", parts));
    }

    @Property(tries = 20_000)
    void of_validExpression_isNoLessThanItsProgram(@ForAll("regexes") String regex) {
        int size;
        try {
            size = Pattern.compile(regex).programSize();
        } catch (PatternSyntaxException invalid) {
            return;
        }
        try {
            assertThat(RegexSize.of(regex)).isGreaterThanOrEqualTo(size);
        } catch (FilterException tooLarge) {
            assertThat(tooLarge).hasMessageContaining("invalid repeat count");
        }
    }
}
