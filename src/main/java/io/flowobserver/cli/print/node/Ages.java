// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.print.node;

import com.google.protobuf.Timestamp;
import java.util.concurrent.TimeUnit;

/** How long ago something was, in the two largest units that matter. */
final class Ages {
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long SECONDS_PER_HOUR = 3_600;
    private static final long SECONDS_PER_DAY = 86_400;

    private final long nowMillis;

    /** @param nowMillis in milliseconds since 1970-01-01 UTC */
    Ages(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    /** Returns for example {@code 3m12s ago}, or {@code in 5s} for a time to come: clocks differ. */
    String of(Timestamp time) {
        long seconds = TimeUnit.MILLISECONDS.toSeconds(nowMillis) - time.getSeconds();
        return seconds < 0 ? "in " + text(-seconds) : text(seconds) + " ago";
    }

    private static String text(long seconds) {
        if (seconds >= SECONDS_PER_DAY) {
            return pair(seconds, SECONDS_PER_DAY, "d", SECONDS_PER_HOUR, "h");
        }
        if (seconds >= SECONDS_PER_HOUR) {
            return pair(seconds, SECONDS_PER_HOUR, "h", SECONDS_PER_MINUTE, "m");
        }
        return seconds >= SECONDS_PER_MINUTE ? pair(seconds, SECONDS_PER_MINUTE, "m", 1, "s") : seconds + "s";
    }

    private static String pair(long seconds, long large, String largeUnit, long small, String smallUnit) {
        long rest = seconds % large / small;
        return seconds / large + largeUnit + (rest == 0 ? "" : rest + smallUnit);
    }
}
