// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;

/** Limits what the filters of one request may cost, because any client may send a request. For one thread. */
public final class FilterCostLimit {
    static final int MAX_REGEXES = 100;
    public static final int MAX_REGEX_BYTES = 1024;
    /**
     * The limit for all regular expressions of a request together. For each character of text, RE2 takes about one step
     * per instruction.
     */
    static final int MAX_INSTRUCTIONS = 20_000;

    static final int MAX_CEL_EXPRESSIONS = 16;
    public static final int MAX_CEL_BYTES = 4096;

    private int regexes;
    private long instructions;
    private int celExpressions;

    /**
     * Compiles a regular expression with RE2, which takes time linear in the text.
     *
     * @throws FilterException if the text is no regular expression (with the message of the parser), or exceeds a limit
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
     * Counts a regular expression that is compiled later. This method does not check its syntax.
     *
     * @return an upper bound of the number of its instructions
     * @throws FilterException if it exceeds a limit
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
     * @throws FilterException if the request has too many CEL expressions, or if this one is too long
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
