// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.flow.text;

import com.google.protobuf.Timestamp;
import java.time.LocalDate;

/**
 * Formats times in UTC: stamps in a {@link TimeFormat} for people, and RFC 3339 for programs. The text of the last day is
 * cached, because consecutive flows usually have the same day. Not thread-safe.
 */
public final class Times {
    private static final long MIN_SECONDS = -62_135_596_800L; // 0001-01-01T00:00:00Z
    private static final long MAX_SECONDS = 253_402_300_799L; // 9999-12-31T23:59:59Z
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private static final int NANOS_PER_MICRO = 1000;
    private static final String WEEKDAYS = "MonTueWedThuFriSatSun";

    private final TimeFormat format;
    private long cachedDay = Long.MIN_VALUE;
    private String cachedMonthAndDay = "";
    private String cachedDate = "";

    /** Creates a formatter whose stamps have the form {@link TimeFormat#STAMP_MILLI}. */
    public Times() {
        this(TimeFormat.STAMP_MILLI);
    }

    /** Creates a formatter whose stamps have the given form. */
    public Times(TimeFormat format) {
        this.format = format;
    }

    /**
     * Appends the time in the form of this formatter (truncated, not rounded), or {@code N/A} if the timestamp is absent
     * or invalid.
     */
    public void appendStamp(StringBuilder out, boolean present, Timestamp time) {
        if (!present || !isValid(time)) {
            out.append("N/A");
            return;
        }
        long seconds = time.getSeconds();
        int nanos = time.getNanos();
        selectDay(seconds);
        switch (format) {
            case STAMP_MILLI -> {
                out.append(cachedMonthAndDay).append(' ');
                appendClock(out, seconds);
                out.append('.');
                appendPadded(out, nanos / NANOS_PER_MILLI, 3);
            }
            case YEAR_MONTH_DAY -> out.append(cachedDate);
            case YEAR_MONTH_DAY_HOUR -> appendClockPart(out, seconds, "hh".length());
            case YEAR_MONTH_DAY_HOUR_MINUTE -> appendClockPart(out, seconds, "hh:mm".length());
            case RFC3339 -> appendTrimmed(out, seconds, 0);
            case RFC3339_MILLI -> appendTrimmed(out, seconds, nanos / NANOS_PER_MILLI * NANOS_PER_MILLI);
            case RFC3339_MICRO -> appendTrimmed(out, seconds, nanos / NANOS_PER_MICRO * NANOS_PER_MICRO);
            case RFC3339_NANO -> appendTrimmed(out, seconds, nanos);
            case RFC1123Z -> appendRfc1123(out, seconds);
        }
    }

    /** Appends the date and the first {@code length} characters of the clock. */
    private void appendClockPart(StringBuilder out, long seconds, int length) {
        out.append(cachedDate).append('T');
        int from = out.length();
        appendClock(out, seconds);
        out.setLength(from + length);
        out.append('Z');
    }

    /** Appends RFC 3339 text whose fraction has no zeros at its end. */
    private void appendTrimmed(StringBuilder out, long seconds, int nanos) {
        out.append(cachedDate).append('T');
        appendClock(out, seconds);
        if (nanos != 0) {
            out.append('.');
            appendPadded(out, nanos, 9);
            int end = out.length();
            while (out.charAt(end - 1) == '0') {
                end--;
            }
            out.setLength(end);
        }
        out.append('Z');
    }

    private void appendRfc1123(StringBuilder out, long seconds) {
        LocalDate date = LocalDate.ofEpochDay(cachedDay);
        int weekday = 3 * (date.getDayOfWeek().getValue() - 1);
        out.append(WEEKDAYS, weekday, weekday + 3).append(", ");
        appendPadded(out, date.getDayOfMonth(), 2);
        out.append(' ').append(cachedMonthAndDay, 0, 3).append(' ');
        appendPadded(out, date.getYear(), 4);
        out.append(' ');
        appendClock(out, seconds);
        out.append(" +0000");
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
