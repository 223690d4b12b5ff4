// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryDelayTest {
    private final RetryDelay delay =
            new RetryDelay(ReflectorTimes.DEFAULT.firstRetry(), ReflectorTimes.DEFAULT.longestRetry(), new Random(1));

    @Test
    void failed_manyTimes_growsFrom800MillisTo30Seconds() {
        assertThat(delay.failed(Duration.ZERO)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_500));
        for (int i = 0; i < 100; i++) {
            delay.failed(Duration.ZERO);
            assertThat(delay.failed(Duration.ZERO)).isLessThanOrEqualTo(Duration.ofSeconds(30));
        }
        assertThat(delay.failed(Duration.ZERO)).isGreaterThan(Duration.ofSeconds(15));
        delay.worked();
        assertThat(delay.failed(Duration.ZERO)).isLessThanOrEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void failed_serverAsksForMore_isThat() {
        assertThat(delay.failed(Duration.ofSeconds(40))).isEqualTo(Duration.ofSeconds(40));
    }
}
