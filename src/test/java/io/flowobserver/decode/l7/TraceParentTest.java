// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.row.Generation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @ParameterizedTest
    @ValueSource(strings = {"00-T-P-00", "00-T-P-01", "00-T-P-02", "00-T-P-01-", "01-T-P-ff", "fe-T-P-01-extra-more"})
    void traceId_valid_isShown(String pattern) {
        assertThat(TraceParent.traceId(header(pattern), Generation.OLD)).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "00-T-P-03",
                "00-T-P-0a",
                "00-T-P-01-x",
                "00-T-P-01--",
                "00-T-P-011",
                "00-T-P-1",
                "00-T-P",
                "ff-T-P-01",
                "0-T-P-01",
                "000-T-P-01",
                "00-TT-P-01",
                "00-T-PP-01",
                "00_T-P-01",
                " 00-T-P-01",
                "00-00000000000000000000000000000000-P-01",
                "00-T-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-P-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-P-01",
                "0A-T-P-01",
                "01-T-P-01x",
                "01-T-P-0G"
            })
    void traceId_notValid_isEmpty(String pattern) {
        assertThat(TraceParent.traceId(header(pattern), Generation.OLD)).isEmpty();
    }

    private static String header(String pattern) {
        return pattern.replace("T", TRACE).replace("P", PARENT);
    }
}
