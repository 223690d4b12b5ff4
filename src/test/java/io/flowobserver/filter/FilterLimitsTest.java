// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What filters may cost, and that the last of what is allowed still is. */
class FilterLimitsTest {
    private static final Filters FILTERS = new Filters(new FlowUuid(1, 2));

    @Test
    void compile_regexes_hundredOfAKilobyteEach() {
        String longest = "a".repeat(1024);
        assertThatCode(() -> compile(urls(100, "(a*)*"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> compile(urls(101, "a")))
                .hasMessage("invalid http url filter: a: more than 100 regular expressions in a request");
        assertThatCode(() -> compile(urls(1, longest))).doesNotThrowAnyException();
        assertThatThrownBy(() -> compile(urls(1, longest + "a")))
                .hasMessageEndingWith("regular expression of 1025 bytes, more than 1024");
        assertThatThrownBy(() -> compile(urls(1, "a".repeat(100 * 1024))))
                .hasMessageEndingWith("regular expression of 102400 bytes, more than 1024");
    }

    @Test
    void compile_regexesOfBothLists_countTogether() {
        assertThatThrownBy(() -> FILTERS.compile(List.of(urls(60, "a")), List.of(urls(60, "b"))))
                .hasMessageContaining("more than 100 regular expressions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a{100}){100}", "((a{10}){10}){11}", "((a{1,32}){1,32}){2}", "(?:a{2}){501}", "a{1001}"})
    void compile_repetitionsOfMoreThanAThousand_areNoExpression(String regex) {
        assertThatThrownBy(() -> compile(urls(1, regex)))
                .hasMessageStartingWith(
                        "invalid http url filter: " + regex + ": error parsing regexp: invalid repeat count: `{");
    }

    @Test
    void compile_manyRepetitions_areLimitedTogether() {
        assertThatCode(() -> compile(urls(8, "[a-z]{1000}"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> compile(urls(20, "[a-z]{1000}"))).hasMessageContaining("too large");
    }

    @Test
    void compile_celExpressions_sixteenOfFourKilobytesEach() {
        assertThatCode(() -> compile(expressions(16, "true" + " ".repeat(4092))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> compile(expressions(17, "true")))
                .hasMessage("error compiling CEL expression: more than 16 expressions in a request");
        assertThatThrownBy(() -> compile(expressions(1, "true" + " ".repeat(4093))))
                .hasMessage("error compiling CEL expression: expression of 4097 bytes, more than 4096");
    }

    @Test
    void compile_filtersInAll_aQuarterOfAMegabyte() {
        FlowFilter small = FlowFilter.newBuilder().addSourceIp("10.0.0.1").build();
        assertThatCode(() -> FILTERS.compile(Collections.nCopies(20_000, small), List.of()))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> FILTERS.compile(Collections.nCopies(20_000, small), Collections.nCopies(20_000, small)))
                .hasMessage("filters of more than 262144 bytes in a request");
    }

    @Test
    void areHeavy_expressionsOrManyFilters_onlyThose() {
        FlowFilter small = FlowFilter.newBuilder().addSourceIp("10.0.0.1").build();
        assertThat(Filters.areHeavy(List.of(small), List.of(small))).isFalse();
        assertThat(Filters.areHeavy(Collections.nCopies(1_000, small), List.of()))
                .isTrue();
        assertThat(Filters.areHeavy(List.of(), List.of(urls(1, "a")))).isTrue();
        assertThat(Filters.areHeavy(List.of(expressions(1, "true")), List.of())).isTrue();
        assertThat(Filters.areHeavy(Collections.nCopies(100_000, small), List.of()))
                .isFalse();
    }

    private static void compile(FlowFilter filter) throws FilterException {
        FILTERS.compile(List.of(filter), List.of());
    }

    private static FlowFilter urls(int count, String regex) {
        return FlowFilter.newBuilder()
                .addAllHttpUrl(Collections.nCopies(count, regex))
                .build();
    }

    private static FlowFilter expressions(int count, String expression) {
        FlowFilter.Builder filter = FlowFilter.newBuilder();
        filter.getExperimentalBuilder().addAllCelExpression(Collections.nCopies(count, expression));
        return filter.build();
    }
}
