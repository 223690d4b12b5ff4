// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import dev.cel.runtime.CelEvaluationException;
import io.flowobserver.filter.pattern.FilterCostLimit;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.text.Quoted;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code experimental.cel_expression}: one of the expressions is true. As in Hubble, an expression that has no value
 * for a flow ends the search, and the flow does not match.
 */
public final class CelFilter {
    private static final Logger log = LoggerFactory.getLogger(CelFilter.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final AtomicLong quietUntilNanos = new AtomicLong(System.nanoTime());

    private CelFilter() {}

    public static void add(FlowFilter filter, FlowUuid uuids, FilterCostLimit budget, AllOf.Builder all)
            throws FilterException {
        if (filter.getExperimental().getCelExpressionCount() == 0) {
            return;
        }
        List<CelExpression> expressions = new ArrayList<>();
        for (String text : filter.getExperimental().getCelExpressionList()) {
            expressions.add(CelExpression.compile(text, uuids, budget));
        }
        all.add(AllOf.Cost.EXPRESSIONS, flow -> any(expressions, flow));
    }

    private static boolean any(List<CelExpression> expressions, FlowView flow) {
        try {
            for (int i = 0; i < expressions.size(); i++) {
                if (expressions.get(i).test(flow)) {
                    return true;
                }
            }
        } catch (CelEvaluationException | RuntimeException | StackOverflowError failure) {
            report(failure);
        }
        return false;
    }

    /** Logs a failure, at most once a minute, because any client may send expressions that fail. */
    private static void report(Throwable failure) {
        long now = System.nanoTime();
        long quietUntil = quietUntilNanos.get();
        if (now - quietUntil >= 0 && quietUntilNanos.compareAndSet(quietUntil, now + QUIET_NANOS)) {
            log.warn(
                    "a CEL expression has no value for a flow, which counts as no match: {}",
                    Quoted.of(String.valueOf(failure.getMessage())));
        }
    }
}
