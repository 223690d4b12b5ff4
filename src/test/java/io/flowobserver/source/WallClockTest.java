// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WallClockTest {
    private long monotonic = 100;
    private long timeOfDay = 5_000;
    private final WallClock clock = new WallClock(() -> monotonic, () -> timeOfDay);

    @Test
    void wallNanos_synchronized_addsTheDifference() {
        clock.synchronize();
        assertThat(clock.wallNanos(90)).isEqualTo(4_990);
        assertThat(clock.wallNanos(110)).isEqualTo(5_010);
    }

    @Test
    void wallNanos_timeOfDaySetForward_follows() {
        clock.synchronize();
        assertThat(clock.wallNanos(100)).isEqualTo(5_000);
        monotonic = 200;
        timeOfDay = 9_000;
        clock.synchronize();
        assertThat(clock.wallNanos(200)).isEqualTo(9_000);
    }

    @Test
    void wallNanos_timeOfDaySetBack_standsStillUntilItHasCaughtUp() {
        clock.synchronize();
        assertThat(clock.wallNanos(100)).isEqualTo(5_000);
        monotonic = 200;
        timeOfDay = 4_900;
        clock.synchronize();
        assertThat(clock.wallNanos(200)).isEqualTo(5_000);
        assertThat(clock.wallNanos(299)).isEqualTo(5_000);
        assertThat(clock.wallNanos(301)).isEqualTo(5_001);
    }

    /** What {@link WallClock#system} relies on: here nanoTime is the kernel's monotonic clock. */
    @Test
    void system_nanoTime_isTimeSinceBoot() throws Exception {
        String uptime = Files.readString(Path.of("/proc/uptime"));
        double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        // CLOCK_MONOTONIC stops while the machine sleeps and uptime does not, so it may only be behind.
        assertThat(System.nanoTime() / 1e9).isPositive().isLessThan(seconds + 1);
    }
}
