// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A Kubernetes label selector: requirements separated by commas. All of them must hold. A key may name the source of
 * the label, as in {@code k8s:app}; without one it matches any source.
 */
public final class LabelSelector {
    private final LabelRequirement[] requirements;

    private LabelSelector(List<LabelRequirement> requirements) {
        this.requirements = requirements.toArray(LabelRequirement[]::new);
    }

    /**
     * Parses {@code k, !k, k=v, k==v, k!=v, k in (a,b), k notin (a,b), k>5, k<5}. The empty text matches everything.
     */
    public static LabelSelector parse(String text) throws FilterException {
        if (text.isEmpty()) {
            return new LabelSelector(List.of());
        }
        var tokens = new SelectorTokens(text);
        List<LabelRequirement> requirements = new ArrayList<>();
        try {
            do {
                requirements.add(requirement(tokens));
            } while (tokens.accept(","));
            tokens.expectEnd();
        } catch (FilterException invalid) {
            throw invalid.in("unable to parse requirement");
        }
        return new LabelSelector(requirements);
    }

    public boolean matches(List<String> labels) {
        for (LabelRequirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    private static LabelRequirement requirement(SelectorTokens tokens) throws FilterException {
        if (tokens.accept("!")) {
            return LabelRequirement.of(tokens.word(), LabelRequirement.Operator.ABSENT, Set.of());
        }
        String key = tokens.word();
        if (tokens.atEnd() || tokens.startsWith(",")) {
            return LabelRequirement.of(key, LabelRequirement.Operator.PRESENT, Set.of());
        }
        if (tokens.accept("==") || tokens.accept("=")) {
            return LabelRequirement.of(key, LabelRequirement.Operator.IN, Set.of(tokens.word()));
        }
        if (tokens.accept("!=")) {
            return LabelRequirement.of(key, LabelRequirement.Operator.NOT_IN, Set.of(tokens.word()));
        }
        if (tokens.accept(">")) {
            return LabelRequirement.of(key, LabelRequirement.Operator.GREATER, Set.of(tokens.word()));
        }
        if (tokens.accept("<")) {
            return LabelRequirement.of(key, LabelRequirement.Operator.LESS, Set.of(tokens.word()));
        }
        return setRequirement(key, tokens);
    }

    private static LabelRequirement setRequirement(String key, SelectorTokens tokens) throws FilterException {
        String operator = tokens.word();
        if (!operator.equals("in") && !operator.equals("notin")) {
            throw FilterException.invalid("found '" + operator + "', expected: in, notin, =, ==, !=, gt, lt");
        }
        tokens.expect("(");
        Set<String> values = new LinkedHashSet<>();
        do {
            values.add(tokens.word());
        } while (tokens.accept(","));
        if (!tokens.accept(")")) {
            throw FilterException.invalid("found '" + tokens.rest() + "', expected: ',' or ')'");
        }
        return LabelRequirement.of(
                key, operator.equals("in") ? LabelRequirement.Operator.IN : LabelRequirement.Operator.NOT_IN, values);
    }
}
