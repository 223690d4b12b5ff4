// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTimeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1970-01-01T00:00:00Z | 0 | 0",
                "2025-10-21T12:00:00Z | 1761048000 | 0",
                "2025-10-21T12:00:00.5Z | 1761048000 | 500000000",
                "2025-10-21T12:00:00,5Z | 1761048000 | 500000000",
                "2025-10-21T12:00:00.123456789Z | 1761048000 | 123456789",
                "2025-10-21T12:00:00.1234567899999Z | 1761048000 | 123456789",
                "2025-10-21T12:00:00+05:30 | 1761028200 | 0",
                "2025-10-21T12:00:00-23:59 | 1761134340 | 0",
                "2025-10-21T12:00:00+24:60 | 1760958000 | 0",
                "2025-10-21T7:00:00Z | 1761030000 | 0",
                "2024-02-29T00:00:00Z | 1709164800 | 0",
                "0001-01-01T00:00:00Z | -62135596800 | 0",
                "9999-12-31T23:59:59.999999999Z | 253402300799 | 999999999",
            })
    void parse_time_isThatOfGo(String text, long seconds, int nanos) {
        assertThat(GoTime.parse(text)).isEqualTo(new GoTime(seconds, nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "1761048000",
                "2025-10-21",
                "2025-10-21T12:00:00",
                "2025-10-21T12:00:00z",
                "2025-10-21t12:00:00Z",
                "2025-10-21 12:00:00Z",
                "2025-10-21T12:00:00.Z",
                "2025-10-21T12:00:00Z ",
                " 2025-10-21T12:00:00Z",
                "2025-13-21T12:00:00Z",
                "2025-00-21T12:00:00Z",
                "2025-02-29T12:00:00Z",
                "2025-10-00T12:00:00Z",
                "2025-10-32T12:00:00Z",
                "2025-10-21T24:00:00Z",
                "2025-10-21T12:60:00Z",
                "2025-10-21T12:00:60Z",
                "2025-10-21T12:0:00Z",
                "2025-1-21T12:00:00Z",
                "+025-10-21T12:00:00Z",
                "2025-10-21T12:00:00+25:00",
                "2025-10-21T12:00:00+05:61",
                "2025-10-21T12:00:00+0530",
                "2025-10-21T12:00:00*05:30",
                "0001-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-01:00",
                "0000-12-31T00:00:00Z",
                "\u0662\u0660\u0662\u0665-10-21T12:00:00Z"
            })
    void parse_whatIsNoTime_isNull(String text) {
        assertThat(GoTime.parse(text)).isNull();
    }

    @Test
    void nanosSince_acrossSeconds_countsBoth() {
        assertThat(new GoTime(2, 100).nanosSince(new GoTime(1, 999_999_999))).isEqualTo(101);
        assertThat(new GoTime(1, 5).nanosSince(new GoTime(1, 5))).isZero();
    }

    @Test
    void nanosSince_earlierThanTheOther_isZero() {
        assertThat(new GoTime(1, 4).nanosSince(new GoTime(1, 5))).isZero();
        assertThat(new GoTime(1, 5).nanosSince(new GoTime(2, 0))).isZero();
    }

    @Test
    void nanosSince_millenniaApart_isTheMostThatFits() {
        GoTime first = Objects.requireNonNull(GoTime.parse("0001-01-01T00:00:00Z"));
        GoTime last = Objects.requireNonNull(GoTime.parse("9999-12-31T23:59:59Z"));
        assertThat(last.nanosSince(first)).isEqualTo(Long.MAX_VALUE);
        assertThat(first.nanosSince(last)).isZero();
    }
}
