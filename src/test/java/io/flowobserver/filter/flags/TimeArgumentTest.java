// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeArgumentTest {
    private static final Instant NOW = Instant.parse("2024-05-07T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-05-07                      | 2024-05-07T00:00:00Z",
                "2024-05-07T09Z                  | 2024-05-07T09:00:00Z",
                "2024-05-07T09+02:00             | 2024-05-07T07:00:00Z",
                "2024-05-07T09:30-07:00          | 2024-05-07T16:30:00Z",
                "2024-05-07T09:30:15Z            | 2024-05-07T09:30:15Z",
                "2024-05-07T09:30:15.123+02:00   | 2024-05-07T07:30:15.123Z",
                "2024-05-07T09:30:15.123456789Z  | 2024-05-07T09:30:15.123456789Z",
                "Tue, 07 May 2024 09:30:15 +0200 | 2024-05-07T07:30:15Z",
                "90s                             | 2024-05-07T11:58:30Z",
                "1h30m                           | 2024-05-07T10:30:00Z",
            })
    void parse_knownForms_areRead(String text, Instant expected) {
        assertThat(TimeArgument.parse("since", text, NOW))
                .isEqualTo(Timestamp.newBuilder()
                        .setSeconds(expected.getEpochSecond())
                        .setNanos(expected.getNano())
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "foo", "2024-05-07T09:30:15", "2024-02-30", "24-05-07", "12:00", "5 m"})
    void parse_anythingElse_namesFlagAndText(String text) {
        assertThatThrownBy(() -> TimeArgument.parse("until", text, NOW))
                .isInstanceOf(FlagException.class)
                .hasMessageStartingWith("failed to parse the until time \"" + text + "\"");
    }
}
