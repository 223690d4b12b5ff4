// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A time that the agent gives as text. Its years are more than 64 bits of nanoseconds can hold.
 *
 * @param seconds since 1970-01-01 UTC, from the year 1 to the year 9999
 */
public record GoTime(long seconds, int nanos) {
    private static final long YEAR_1 = -62_135_596_800L;
    private static final long YEAR_10000 = 253_402_300_800L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Reads RFC 3339 text as Go does; null if it is none, or a time that the API cannot say. */
    public static @Nullable GoTime parse(String text) {
        return new Parser(text).time();
    }

    /** Nanoseconds from another time to this one; 0 if this is the earlier, and never more than 64 bits hold. */
    public long nanosSince(GoTime earlier) {
        try {
            long nanos = Math.multiplyExact(seconds - earlier.seconds, NANOS_PER_SECOND);
            return Math.max(0, Math.addExact(nanos, nanos() - earlier.nanos));
        } catch (ArithmeticException overflow) {
            return seconds > earlier.seconds ? Long.MAX_VALUE : 0;
        }
    }

    /**
     * Goes through the text from left to right, by hand because the JDK's parser takes KiB of heap for that. What Go
     * takes beyond the standard is taken too: an hour of one digit, a comma before the fraction, offsets up to 24:60.
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

        /** Digits beyond the ninth count for nothing. */
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
