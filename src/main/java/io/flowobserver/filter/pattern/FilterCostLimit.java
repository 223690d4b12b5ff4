// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;

/** What the filters of one request may cost, since anybody may ask. For one thread. */
public final class FilterCostLimit {
    static final int MAX_REGEXES = 100;
    public static final int MAX_REGEX_BYTES = 1024;
    /** Of all regular expressions; each takes about as many steps for a character of text. */
    static final int MAX_INSTRUCTIONS = 20_000;

    static final int MAX_CEL_EXPRESSIONS = 16;
    public static final int MAX_CEL_BYTES = 4096;

    private int regexes;
    private long instructions;
    private int celExpressions;

    /**
     * Compiles a regular expression: RE2, whose time is linear in the text.
     *
     * @throws FilterException if it is none or exceeds the budget, in the words of the parser
     */
    public Pattern regex(String text) throws FilterException {
        reserveRegex(text);
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException invalid) {
            throw FilterException.invalid(String.valueOf(invalid.getMessage()));
        }
    }

    /**
     * Makes sure that a regular expression may be compiled later; whether it is one shows only then.
     *
     * @return a bound of its instructions
     * @throws FilterException if it exceeds the budget
     */
    public long reserveRegex(String text) throws FilterException {
        if (++regexes > MAX_REGEXES) {
            throw FilterException.invalid("more than " + MAX_REGEXES + " regular expressions in a request");
        }
        checkLength("regular expression", text, MAX_REGEX_BYTES);
        long size = RegexSize.of(text);
        instructions += size;
        if (instructions > MAX_INSTRUCTIONS) {
            throw FilterException.invalid(
                    "regular expressions too large: their counted repetitions amount to more than " + MAX_INSTRUCTIONS
                            + " instructions");
        }
        return size;
    }

    /**
     * Counts a CEL expression.
     *
     * @throws FilterException if there are too many CEL expressions, or this one is too long
     */
    public void reserveCel(String text) throws FilterException {
        if (++celExpressions > MAX_CEL_EXPRESSIONS) {
            throw FilterException.invalid("more than " + MAX_CEL_EXPRESSIONS + " expressions in a request");
        }
        checkLength("expression", text, MAX_CEL_BYTES);
    }

    private static void checkLength(String what, String text, int most) throws FilterException {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > most) {
            throw FilterException.invalid(what + " of " + bytes + " bytes, more than " + most);
        }
    }
}
