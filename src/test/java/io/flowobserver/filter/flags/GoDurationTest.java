// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "1.5s, PT1.5S",
        ".5s, PT0.5S",
        "1.h, PT1H",
        "300ms, PT0.3S",
        "10us, PT0.00001S",
        "10µs, PT0.00001S",
        "7ns, PT0.000000007S",
        "-5m, PT-5M",
        "+2s, PT2S",
        "48h, PT48H",
    })
    void parse_goForms_areRead(String text, Duration expected) {
        assertThat(GoDuration.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5x", "5m ", " 5m", "1d", ".s", "1..5s", "--5m", "5m-3s", "9999999999999h"})
    void parse_anythingElse_isNoDuration(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @Test
    void parse_longText_isRefusedAtOnce() {
        assertThat(GoDuration.parse("1h".repeat(100_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H1M1.5S, 1h1m1.5s",
        "PT1H, 1h0m0s",
        "PT25H0.02S, 25h0m0.02s",
        "PT59S, 59s",
        "PT0S, 0s",
        "PT2M, 2m0s",
        "PT10S, 10s",
    })
    void format_duration_looksAsInGo(Duration duration, String expected) {
        assertThat(GoDuration.format(duration)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ns",
        "1000, 1µs",
        "1500, 1.5µs",
        "20000000, 20ms",
        "1000000000, 1s",
        "100000000000, 1m40s",
        "3600000000000, 1h0m0s",
        "10000000000000000, 2777h46m40s",
        "9223372036854775807, 2562047h47m16.854775807s",
        "-1, 18446744073709551615ns",
    })
    void ofNanos_number_isTextOfGo(long nanos, String text) {
        assertThat(GoDuration.ofNanos(nanos)).isEqualTo(text);
    }
}
