// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WallClockTest {
    private static final long SECOND = 1_000_000_000;

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
    void wallNanos_timeOfDaySetBackALittle_standsStillUntilItHasCaughtUp() {
        clock.synchronize();
        assertThat(clock.wallNanos(100)).isEqualTo(5_000);
        monotonic = 200;
        timeOfDay = 4_900;
        clock.synchronize();
        assertThat(clock.wallNanos(200)).isEqualTo(5_000);
        assertThat(clock.wallNanos(299)).isEqualTo(5_000);
        assertThat(clock.wallNanos(301)).isEqualTo(5_001);
    }

    @Test
    void wallNanos_timeOfDaySetBackFar_standsStillForASecondAndFollows() {
        timeOfDay = 3_600 * SECOND;
        clock.synchronize();
        assertThat(clock.wallNanos(100)).isEqualTo(3_600 * SECOND);
        timeOfDay = 7 * SECOND;
        clock.synchronize();
        assertThat(clock.wallNanos(101)).isEqualTo(3_600 * SECOND);
        assertThat(clock.wallNanos(100 + SECOND - 1)).isEqualTo(3_600 * SECOND);
        assertThat(clock.wallNanos(100 + SECOND)).isEqualTo(8 * SECOND);
        assertThat(clock.wallNanos(99 + SECOND)).as("an event of another CPU").isEqualTo(8 * SECOND);
        assertThat(clock.wallNanos(200 + SECOND)).isEqualTo(8 * SECOND + 100);
    }

    @Test
    void wallNanos_timeOfDayJumpsForwardAndBack_isRightAfterwards() {
        timeOfDay = 10 * SECOND;
        clock.synchronize();
        assertThat(clock.wallNanos(100)).isEqualTo(10 * SECOND);
        timeOfDay = Long.MAX_VALUE / 2;
        clock.synchronize();
        assertThat(clock.wallNanos(100)).isEqualTo(Long.MAX_VALUE / 2);
        timeOfDay = 12 * SECOND;
        monotonic = 100 + 2 * SECOND;
        clock.synchronize();
        assertThat(clock.wallNanos(monotonic)).isEqualTo(12 * SECOND);
    }

    @Test
    void monotonicOffset_linesOfTheKernel_areRead() {
        assertThat(TimeNamespace.monotonicOffsetNanos(
                        List.of("monotonic       86400         5", "boottime           -1         0")))
                .isEqualTo(86_400 * SECOND + 5);
        assertThat(TimeNamespace.monotonicOffsetNanos(List.of("monotonic -2 1")))
                .isEqualTo(1 - 2 * SECOND);
        assertThat(TimeNamespace.monotonicOffsetNanos(List.of())).isZero();
    }

    /** What {@link WallClock#system} relies on: here nanoTime is the kernel's monotonic clock. */
    @Test
    void system_nanoTime_isTimeSinceBoot() throws Exception {
        String uptime = Files.readString(Path.of("/proc/uptime"));
        double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        assumeTrue(TimeNamespace.monotonicOffsetNanos() == 0, "this is a time namespace");
        // CLOCK_MONOTONIC stops while the machine sleeps and uptime does not, so it may only be behind.
        assertThat(System.nanoTime() / 1e9).isPositive().isLessThan(seconds + 1);
    }
}
