// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterMemoryTest {
    @Test
    void bytes_noFilters_none() {
        assertThat(FilterMemory.bytes(List.of(), List.of())).isZero();
    }

    @Test
    void bytes_filtersThatPeopleWrite_areLittle() {
        FlowFilter filter = FlowFilter.newBuilder()
                .addSourcePod("kube-system/")
                .addDestinationIp("192.0.2.0/24")
                .addHttpPath("/api/v[0-9]+/.*")
                .build();
        assertThat(FilterMemory.bytes(List.of(filter), List.of())).isBetween(100L, 4_096L);
        assertThat(FilterMemory.bytes(List.of(), List.of(filter))).isBetween(100L, 4_096L);
    }

    @Test
    void bytes_fewBytesOfRegexThatRepeat_areMuch() {
        FlowFilter filter = FlowFilter.newBuilder()
                .addHttpPath("x{1000}")
                .addHttpUrl("x{1000}")
                .addDnsQuery("x{1000}")
                .build();
        assertThat(FilterMemory.bytes(List.of(filter), List.of())).isGreaterThan(3 * 1_000 * 128);
    }

    @Test
    void bytes_expressions_areMuch() {
        FlowFilter filter = cel("1==1" + "||1==1".repeat(600));
        assertThat(FilterMemory.bytes(List.of(filter, filter), List.of())).isGreaterThan(2 * 3_600 * 64);
    }

    @Test
    void bytes_moreThanIsCompiled_none() {
        FlowFilter filter = FlowFilter.newBuilder()
                .addSourcePod("x".repeat(Filters.MAX_BYTES))
                .build();
        assertThat(FilterMemory.bytes(List.of(filter), List.of())).isZero();
    }

    private static FlowFilter cel(String expression) {
        return FlowFilter.newBuilder()
                .setExperimental(FlowFilter.Experimental.newBuilder().addCelExpression(expression))
                .build();
    }
}
