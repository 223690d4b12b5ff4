// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.flowobserver.filter.pattern.FilterCostLimit;
import io.flowobserver.filter.pattern.FilterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits the work of a CEL expression before the expression is type-checked or evaluated. CEL has no endless loops, but
 * an expression can build values that double with each step, and can compare them.
 *
 * <p>This class counts the body of each comprehension once. The runtime counts the iterations. The limit of iterations
 * is the limit of steps divided by the steps that are counted here.
 */
final class CelCost {
    /** The limit of steps for one evaluation with all its iterations: some tens of milliseconds in the worst case. */
    private static final long MAX_STEPS = 10_000_000;

    private static final long MAX_ITERATIONS = 10_000;
    private static final int MAX_DEPTH = 100;

    private final FilterCostLimit budget;
    private final List<String> regexes = new ArrayList<>();
    private long steps = 1;

    private CelCost(FilterCostLimit budget) {
        this.budget = budget;
    }

    /**
     * Computes the cost of a parsed expression.
     *
     * @throws FilterException if the expression costs more than a server can afford
     */
    static CelCost of(CelExpr expression, FilterCostLimit budget) throws FilterException {
        CelCost cost = new CelCost(budget);
        cost.measure(expression, Map.of(CelEnvironment.FLOW, CelSizeBound.FLOW), 0);
        return cost;
    }

    /** Returns the limit of iterations for one evaluation. */
    int iterations() {
        return (int) Math.min(MAX_ITERATIONS, MAX_STEPS / steps);
    }

    /** Returns the regular expressions that are constants in the expression. */
    List<String> regexes() {
        return regexes;
    }

    private CelSizeBound measure(CelExpr expression, Map<String, CelSizeBound> names, int depth)
            throws FilterException {
        if (depth > MAX_DEPTH) {
            throw FilterException.invalid("expression is nested more than " + MAX_DEPTH + " deep");
        }
        spend(1);
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression.constant());
            case IDENT -> names.getOrDefault(expression.ident().name(), CelSizeBound.ONE);
            case SELECT -> {
                CelExpr.CelSelect select = expression.select();
                CelSizeBound operand = measure(select.operand(), names, depth + 1);
                yield select.testOnly() ? CelSizeBound.ONE : operand.field(select.field());
            }
            case CALL -> call(expression.call(), names, depth);
            case LIST, MAP, STRUCT -> parts(parts(expression), names, depth);
            case COMPREHENSION -> comprehension(expression.comprehension(), names, depth);
            case NOT_SET -> CelSizeBound.ONE;
        };
    }

    private static CelSizeBound constant(CelConstant constant) throws FilterException {
        return switch (constant.getKind()) {
            case STRING_VALUE -> CelSizeBound.of(1, 1 + constant.stringValue().length());
            case BYTES_VALUE -> CelSizeBound.of(1, 1 + constant.bytesValue().size());
            default -> CelSizeBound.ONE;
        };
    }

    private CelSizeBound call(CelExpr.CelCall call, Map<String, CelSizeBound> names, int depth) throws FilterException {
        List<CelExpr> operands = new ArrayList<>(call.args());
        call.target().ifPresent(target -> operands.add(0, target));
        List<CelSizeBound> bounds = new ArrayList<>();
        long total = 1;
        for (CelExpr operand : operands) {
            CelSizeBound bound = measure(operand, names, depth + 1);
            bounds.add(bound);
            total += bound.total();
        }
        return switch (call.function()) {
            case "_&&_", "_||_", "!_" -> CelSizeBound.ONE;
            case "_?_:_" -> bounds.get(1).or(bounds.get(2));
            case "_[_]" -> bounds.get(0).element();
            case "_+_" -> {
                spend(total);
                yield bounds.get(0).and(bounds.get(1));
            }
            default -> {
                boolean matches = call.function().equals("matches") && operands.size() == 2;
                spend(matches ? bounds.get(0).total() * instructions(operands.get(1)) : total);
                yield CelSizeBound.of(1, total);
            }
        };
    }

    /** Returns a bound of the instructions of a pattern. A constant pattern is compiled only once. */
    private long instructions(CelExpr pattern) throws FilterException {
        if (pattern.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            return CelRegexes.MAX_COMPUTED_INSTRUCTIONS;
        }
        String regex = pattern.constant().stringValue();
        regexes.add(regex);
        return budget.reserveRegex(regex);
    }

    private static List<CelExpr> parts(CelExpr expression) {
        List<CelExpr> parts = new ArrayList<>();
        switch (expression.getKind()) {
            case MAP -> expression.map().entries().forEach(entry -> parts.addAll(List.of(entry.key(), entry.value())));
            case STRUCT -> expression.struct().entries().forEach(entry -> parts.add(entry.value()));
            default -> parts.addAll(expression.list().elements());
        }
        return parts;
    }

    private CelSizeBound parts(List<CelExpr> parts, Map<String, CelSizeBound> names, int depth) throws FilterException {
        long each = 1;
        for (CelExpr part : parts) {
            each = Math.max(each, measure(part, names, depth + 1).total());
        }
        return CelSizeBound.of(parts.size(), each);
    }

    private CelSizeBound comprehension(CelExpr.CelComprehension loop, Map<String, CelSizeBound> names, int depth)
            throws FilterException {
        CelSizeBound range = measure(loop.iterRange(), names, depth + 1);
        CelSizeBound start = measure(loop.accuInit(), names, depth + 1);
        Map<String, CelSizeBound> inner = new HashMap<>(names);
        inner.put(loop.accuVar(), start);
        inner.put(loop.iterVar(), range.element());
        measure(loop.loopCondition(), inner, depth + 1);
        CelSizeBound step = measure(loop.loopStep(), inner, depth + 1);
        long growth = Math.max(0, step.items() - start.items());
        inner.put(loop.accuVar(), CelSizeBound.of(start.items() + range.items() * growth, step.each()));
        return measure(loop.result(), inner, depth + 1);
    }

    private void spend(long more) throws FilterException {
        steps = CelSizeBound.checked(steps + more);
    }
}
