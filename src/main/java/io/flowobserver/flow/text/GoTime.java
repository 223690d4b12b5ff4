// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A time from the agent, parsed from text. The range of years is too large for 64 bits of nanoseconds.
 *
 * @param seconds seconds since 1970-01-01 UTC, from the year 1 to the year 9999
 */
public record GoTime(long seconds, int nanos) {
    private static final long YEAR_1 = -62_135_596_800L;
    private static final long YEAR_10000 = 253_402_300_800L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * Parses RFC 3339 text as Go does. Returns null if the text is malformed or the time is outside the range of the
     * API.
     */
    public static @Nullable GoTime parse(String text) {
        return new Parser(text).time();
    }

    /**
     * Returns the nanoseconds from {@code earlier} to this time; 0 if this time is the earlier one, and
     * {@code Long.MAX_VALUE} on overflow.
     */
    public long nanosSince(GoTime earlier) {
        try {
            long nanos = Math.multiplyExact(seconds - earlier.seconds, NANOS_PER_SECOND);
            return Math.max(0, Math.addExact(nanos, nanos() - earlier.nanos));
        } catch (ArithmeticException overflow) {
            return seconds > earlier.seconds ? Long.MAX_VALUE : 0;
        }
    }

    /**
     * A parser written by hand, because the JDK's parser allocates several KiB for each text. Like Go, it also accepts
     * some texts that RFC 3339 does not allow: an hour of one digit, a comma before the fraction, and offsets up to
     * 24:60.
     */
    private static final class Parser {
        private final String text;
        private int at;
        private boolean failed;

        Parser(String text) {
            this.text = text;
        }

        @Nullable
        GoTime time() {
            int year = number(4, 4, 9999);
            expect('-');
            int month = number(2, 2, 12);
            expect('-');
            int day = number(2, 2, 31);
            expect('T');
            int hour = number(1, 2, 23);
            expect(':');
            int minute = number(2, 2, 59);
            expect(':');
            int second = number(2, 2, 59);
            int nanos = fraction();
            int offset = offset();
            if (failed || at != text.length() || month == 0 || day == 0) {
                return null;
            }
            if (day > YearMonth.of(year, month).lengthOfMonth()) {
                return null;
            }
            LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second);
            long seconds = local.toEpochSecond(ZoneOffset.UTC) - offset;
            return seconds < YEAR_1 || seconds >= YEAR_10000 ? null : new GoTime(seconds, nanos);
        }

        private int number(int leastDigits, int mostDigits, int most) {
            int value = 0;
            int digits = 0;
            while (digits < mostDigits && isDigit(at)) {
                value = 10 * value + text.charAt(at++) - '0';
                digits++;
            }
            failed |= digits < leastDigits || value > most;
            return value;
        }

        /** Reads the fraction in nanoseconds. Digits after the ninth are ignored. */
        private int fraction() {
            if (at >= text.length() || (text.charAt(at) != '.' && text.charAt(at) != ',') || !isDigit(at + 1)) {
                return 0;
            }
            int nanos = 0;
            int weight = 100_000_000;
            for (at++; isDigit(at); at++) {
                nanos += weight * (text.charAt(at) - '0');
                weight /= 10;
            }
            return nanos;
        }

        private int offset() {
            if (at < text.length() && text.charAt(at) == 'Z') {
                at++;
                return 0;
            }
            boolean west = at < text.length() && text.charAt(at) == '-';
            expect(west ? '-' : '+');
            int hours = number(2, 2, 24);
            expect(':');
            int seconds = 3600 * hours + 60 * number(2, 2, 60);
            return west ? -seconds : seconds;
        }

        private void expect(char wanted) {
            failed |= at >= text.length() || text.charAt(at) != wanted;
            at++;
        }

        private boolean isDigit(int index) {
            return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
        }
    }
}
