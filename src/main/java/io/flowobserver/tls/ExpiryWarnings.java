// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Logs a warning 30, 7 and 1 days before a certificate expires, and after it has expired, each of them once. Not
 * thread-safe.
 */
final class ExpiryWarnings {
    private static final int[] DAYS_AHEAD = {0, 1, 7, 30};

    private final Logger log;
    /** By file: the certificate's expiry and the fewest days that were warned of. */
    private final Map<Path, Warned> warned = new HashMap<>();

    private record Warned(Instant expiry, int days) {}

    ExpiryWarnings(Logger log) {
        this.log = log;
    }

    void check(Map<Path, Instant> expiries, Instant now) {
        expiries.forEach((file, expiry) -> check(file, expiry, now));
    }

    private void check(Path file, Instant expiry, Instant now) {
        for (int days : DAYS_AHEAD) {
            if (!expiry.isAfter(now.plus(Duration.ofDays(days)))) {
                Warned before = warned.get(file);
                if (before == null || !before.expiry.equals(expiry) || before.days > days) {
                    warned.put(file, new Warned(expiry, days));
                    warn(file, expiry, days);
                }
                return;
            }
        }
    }

    private void warn(Path file, Instant expiry, int days) {
        if (days == 0) {
            log.warn("{}: a certificate in it has expired, on {}; put a new one in its place", file, expiry);
        } else {
            String time = days == 1 ? "1 day" : days + " days";
            log.warn(
                    "{}: a certificate in it expires within {}, on {}; put a new one in its place", file, time, expiry);
        }
    }
}
