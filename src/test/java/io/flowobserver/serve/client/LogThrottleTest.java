// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final LogThrottle throttle = new LogThrottle(now::get);

    @Test
    void admit_manyAtOnce_onlyTheFirst() {
        assertThat(throttle.admit()).hasValue(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(throttle.admit()).isEmpty();
        }
    }

    @Test
    void admit_tenSecondsLater_saysHowManyWereLeftOut() {
        throttle.admit();
        throttle.admit();
        throttle.admit();
        now.addAndGet(TimeUnit.SECONDS.toNanos(9));
        assertThat(throttle.admit()).isEmpty();
        now.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(throttle.admit()).hasValue(3);
        now.addAndGet(TimeUnit.SECONDS.toNanos(20));
        assertThat(throttle.admit()).hasValue(0);
    }
}
