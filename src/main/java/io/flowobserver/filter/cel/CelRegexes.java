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
 * The function {@code matches} for one expression. The function of the CEL library compiles its pattern at each call
 * and has no size limit. This one compiles constant patterns once, and limits the size of computed patterns. Immutable
 * and thread-safe.
 */
final class CelRegexes {
    static final long MAX_COMPUTED_INSTRUCTIONS = 1_000;

    private final Map<String, Pattern> constant = new HashMap<>();

    /** @param regexes the constant patterns. As in Hubble, an invalid one is an error only when it is used. */
    CelRegexes(List<String> regexes) {
        for (String regex : regexes) {
            try {
                constant.put(regex, Pattern.compile(regex));
            } catch (PatternSyntaxException invalid) {
                // The call that uses the pattern reports the error.
            }
        }
    }

    @SuppressWarnings("Immutable") // the map does not change after construction
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
