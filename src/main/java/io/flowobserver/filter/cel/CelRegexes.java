// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import io.flowobserver.filter.pattern.FilterCostLimit;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.RegexSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The function {@code matches} of one expression. CEL's own compiles its pattern each time, however large; here those that
 * stand in the expression are compiled with it, and those that are computed have to be small. Immutable, any thread.
 */
final class CelRegexes {
    static final long MAX_COMPUTED_INSTRUCTIONS = 1_000;

    private final Map<String, Pattern> constant = new HashMap<>();

    /** @param regexes an invalid one is an error when it is used, as with the reference */
    CelRegexes(List<String> regexes) {
        for (String regex : regexes) {
            try {
                constant.put(regex, Pattern.compile(regex));
            } catch (PatternSyntaxException invalid) {
                // Found again when it is used.
            }
        }
    }

    @SuppressWarnings("Immutable") // nobody changes the map
    Set<CelFunctionBinding> bindings() {
        return CelFunctionBinding.fromOverloads(
                "matches",
                CelFunctionBinding.from("matches", String.class, String.class, this::find),
                CelFunctionBinding.from("matches_string", String.class, String.class, this::find));
    }

    private Object find(String text, String regex) throws CelEvaluationException {
        Pattern pattern = constant.get(regex);
        return (pattern == null ? compile(regex) : pattern).matcher(text).find();
    }

    private static Pattern compile(String regex) throws CelEvaluationException {
        try {
            if (regex.length() > FilterCostLimit.MAX_REGEX_BYTES || RegexSize.of(regex) > MAX_COMPUTED_INSTRUCTIONS) {
                throw new CelEvaluationException("computed regular expression is too large");
            }
            return Pattern.compile(regex);
        } catch (FilterException | PatternSyntaxException invalid) {
            throw new CelEvaluationException(String.valueOf(invalid.getMessage()));
        }
    }
}
