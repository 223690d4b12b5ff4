// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.flow.text;

import com.google.protobuf.Timestamp;
import java.time.LocalDate;

/**
 * Formats times in UTC: {@code May  7 12:34:01.123} for people, and RFC 3339 for programs. The text of the last day is
 * cached, because consecutive flows usually have the same day. Not thread-safe.
 */
public final class Times {
    private static final long MIN_SECONDS = -62_135_596_800L; // 0001-01-01T00:00:00Z
    private static final long MAX_SECONDS = 253_402_300_799L; // 9999-12-31T23:59:59Z
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private long cachedDay = Long.MIN_VALUE;
    private String cachedMonthAndDay = "";
    private String cachedDate = "";

    /**
     * Appends the month, day and time in milliseconds (truncated, not rounded), or {@code N/A} if the timestamp is
     * absent or invalid.
     */
    public void appendStamp(StringBuilder out, boolean present, Timestamp time) {
        if (!present || !isValid(time)) {
            out.append("N/A");
            return;
        }
        long seconds = time.getSeconds();
        selectDay(seconds);
        out.append(cachedMonthAndDay).append(' ');
        appendClock(out, seconds);
        out.append('.');
        appendPadded(out, time.getNanos() / NANOS_PER_MILLI, 3);
    }

    /** Appends RFC 3339 text with a fraction of 0, 3, 6 or 9 digits, as protobuf's JSON mapping requires. */
    void appendRfc3339(StringBuilder out, Timestamp time) {
        long seconds = time.getSeconds();
        selectDay(seconds);
        out.append(cachedDate).append('T');
        appendClock(out, seconds);
        appendFraction(out, time.getNanos());
        out.append('Z');
    }

    /** Returns whether the timestamp is in the range that protobuf allows: years 1 to 9999. */
    static boolean isValid(Timestamp time) {
        long seconds = time.getSeconds();
        int nanos = time.getNanos();
        return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS && nanos >= 0 && nanos < NANOS_PER_SECOND;
    }

    private void selectDay(long seconds) {
        long day = Math.floorDiv(seconds, SECONDS_PER_DAY);
        if (day == cachedDay) {
            return;
        }
        LocalDate date = LocalDate.ofEpochDay(day);
        int month = 3 * (date.getMonthValue() - 1);
        int dayOfMonth = date.getDayOfMonth();
        cachedMonthAndDay = MONTHS.substring(month, month + 3) + (dayOfMonth < 10 ? "  " : " ") + dayOfMonth;
        cachedDate = date.toString();
        cachedDay = day;
    }

    private static void appendClock(StringBuilder out, long seconds) {
        int second = (int) Math.floorMod(seconds, (long) SECONDS_PER_DAY);
        appendPadded(out, second / 3600, 2);
        out.append(':');
        appendPadded(out, second / 60 % 60, 2);
        out.append(':');
        appendPadded(out, second % 60, 2);
    }

    private static void appendFraction(StringBuilder out, int nanos) {
        if (nanos == 0) {
            return;
        }
        out.append('.');
        if (nanos % NANOS_PER_MILLI == 0) {
            appendPadded(out, nanos / NANOS_PER_MILLI, 3);
        } else if (nanos % 1000 == 0) {
            appendPadded(out, nanos / 1000, 6);
        } else {
            appendPadded(out, nanos, 9);
        }
    }

    private static void appendPadded(StringBuilder out, int value, int digits) {
        int limit = 1;
        for (int i = 1; i < digits; i++) {
            limit *= 10;
        }
        for (int unit = limit; unit > value && unit > 1; unit /= 10) {
            out.append('0');
        }
        out.append(value);
    }
}
