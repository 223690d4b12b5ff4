// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cel.runtime.CelEvaluationException;
import io.flowobserver.filter.pattern.FilterCostLimit;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.RecordedFlows;
import io.flowobserver.flow.row.FlowView;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Expressions made to cost much: each is refused or evaluated in bounded time and memory. */
class CelBombsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final FlowView FLOW = RecordedFlows.views().get(0);

    private static Map<String, String> bombs() {
        Map<String, String> bombs = new TreeMap<>();
        bombs.put("nested loops", nested("[1,2,3,4,5,6,7,8,9,10].all(%s, ", 8, "true"));
        bombs.put("nested loops over labels", nested("_flow.source.labels.all(%s, ", 6, "true"));
        bombs.put("doubled text", "[['a']" + ".map(x, x + x)".repeat(200) + "] == []");
        bombs.put("doubled lists", "[1]" + ".map(x, [x, x])".repeat(200) + " == []");
        bombs.put(
                "doubled lists compared",
                "[1]" + ".map(x, [x, x])".repeat(20) + " == [1]" + ".map(x, [x, x])".repeat(20));
        bombs.put("doubled maps", "[1]" + ".map(x, {1: x, 2: x})".repeat(150) + " == []");
        bombs.put("doubled keys", "[1]" + ".map(x, {x: x})".repeat(150) + " == []");
        bombs.put(
                "wide loops",
                "[" + "1,".repeat(1_000) + "1].all(x, [" + "2,".repeat(900) + "1].all(y, x < y || x == y))");
        bombs.put("pattern", "'a'.matches('(((((a{100}){100}){100}){100}){100})')");
        bombs.put("computed pattern", "'a'.matches('(((((a{100}){100}){100}){100}){100})' + _flow.node_name)");
        bombs.put("stars", "'" + "a".repeat(1_000) + "'.matches('(a*)*(a*)*(a*)*(a*)*b')");
        bombs.put("parentheses", "(".repeat(2_000) + "true" + ")".repeat(2_000));
        bombs.put("open parentheses", "(".repeat(4_000));
        bombs.put("brackets", "[".repeat(2_000) + "]".repeat(2_000) + " == []");
        bombs.put("braces", "{1:".repeat(1_000) + "1" + "}".repeat(1_000) + " == {}");
        bombs.put("not", "!".repeat(4_000) + "true");
        bombs.put("minus", "-".repeat(4_000) + "1 == 1");
        bombs.put("minus apart", "- ".repeat(2_000) + "1 == 1");
        bombs.put("ternaries", "true ? true : ".repeat(290) + "true");
        bombs.put("sums", "1 + ".repeat(1_000) + "1 == 1");
        bombs.put("alternatives", "true || ".repeat(500) + "true");
        bombs.put("selections", "_flow" + ".source".repeat(580) + " == 1");
        bombs.put("indexes", "[[1]]" + "[0]".repeat(1_300) + " == 1");
        bombs.put("calls", "size(".repeat(800) + "1" + ")".repeat(800) + " == 1");
        bombs.put("garbage", "&|(){}[]?:,.'".repeat(300));
        bombs.put("quotes", "'".repeat(4_095));
        bombs.put("too long", "true" + " ".repeat(5_000));
        return bombs;
    }

    @TestFactory
    Stream<DynamicTest> test_bomb_isRefusedOrEndsSoon() {
        return bombs().entrySet().stream()
                .map(bomb -> DynamicTest.dynamicTest(
                        bomb.getKey(), () -> assertTimeoutPreemptively(LIMIT, () -> survive(bomb.getValue()))));
    }

    private static void survive(String text) {
        try {
            CelExpression expression = CelExpression.compile(text, new FlowUuid(1, 2), new FilterCostLimit());
            for (int i = 0; i < 10; i++) {
                expression.test(FLOW);
            }
        } catch (FilterException refused) {
            assertThat(refused).hasMessageStartingWith("error ");
        } catch (CelEvaluationException noValue) {
            assertThat(noValue).hasMessageMatching("(?s).*(budget exceeded|invalid repeat count).*");
        }
    }

    /** Calls inside each other, each with a variable of its own. */
    private static String nested(String call, int depth, String innermost) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            text.append(String.format(call, "x" + i));
        }
        return text.append(innermost).append(")".repeat(depth)).toString();
    }
}
