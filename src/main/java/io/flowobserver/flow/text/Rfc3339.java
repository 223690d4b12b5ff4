// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes times in UTC as bytes that always have the same length: {@code 2024-05-07T12:34:01.123456789Z}. Several digits
 * are made at a time, and the last date is kept, because the time is half of what the counts of a flow cost. Any thread
 * may use it. It allocates only when the date is another one.
 */
public final class Rfc3339 {
    /** Length of a time in bytes. */
    public static final int LENGTH = 30;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SECONDS_PER_DAY = 86_400;
    /** Days from 1968-03-01 to 1970-01-01. Counted from a March on, a leap day is the last of its year. */
    private static final int DAYS_BEFORE_EPOCH = 671;

    private static final int FIRST_YEAR = 1968;
    private static final int DAYS_PER_FOUR_YEARS = 1461;
    /** Days from 1968-03-01 to the Marches before which a leap day is left out. */
    private static final int MARCH_2100 = 48_212;

    private static final int MARCH_2200 = MARCH_2100 + 36_524;

    /** Texts with zeros for digits, the first character in the lowest byte. */
    private static final long YEAR_AND_MONTH = 0x2D30_302D_3030_3030L;

    private static final int DAY = 'T' << 16 | '0' << 8 | '0';
    private static final long CLOCK = 0x3030_3A30_303A_3030L;
    private static final long ZEROS = 0x3030_3030_3030_3030L;
    /** The low four bits at each bit offset at which a number of two digits begins. */
    private static final long YEAR_AND_MONTH_TENS = 0xFL | 0xFL << 16 | 0xFL << 40;

    private static final long CLOCK_TENS = 0xFL | 0xFL << 24 | 0xFL << 48;
    private static final long TENS = 0x000F_000F_000F_000FL;

    /** The last date. Threads that see an older one only make theirs again. */
    private static Date last = Date.of(0);

    /** A date as its text, by the days since 1970-01-01. */
    private record Date(int days, long yearAndMonth, int day) {
        /**
         * Makes a date. Months from March on have 30.6 days, or so: 2141 / 2^16 of a month is a day, and the remainder
         * tells the day of the month.
         */
        static Date of(int days) {
            int fromMarch = days + DAYS_BEFORE_EPOCH;
            // With the days that 2100 and 2200 leave out, every fourth year is a leap year.
            int even = fromMarch + (fromMarch >= MARCH_2100 ? 1 : 0) + (fromMarch >= MARCH_2200 ? 1 : 0);
            int years = (4 * even + 3) / DAYS_PER_FOUR_YEARS;
            int months = 2141 * (even - DAYS_PER_FOUR_YEARS * years / 4) + 197_913;
            boolean nextYear = months >>> 16 > 12;
            int month = (months >>> 16) - (nextYear ? 12 : 0);
            int year = FIRST_YEAR + years + (nextYear ? 1 : 0);
            long numbers = year / 100 | (long) (year % 100) << 16 | (long) month << 40;
            int dayOfMonth = (months & 0xFFFF) / 2141 + 1;
            return new Date(
                    days, digits(numbers, YEAR_AND_MONTH_TENS) + YEAR_AND_MONTH, (int) digits(dayOfMonth, TENS) + DAY);
        }
    }

    private Rfc3339() {}

    /**
     * Writes {@link #LENGTH} bytes from offset {@code at} on.
     *
     * @param epochNanos nanoseconds since 1970-01-01 UTC, not negative
     */
    public static void write(long epochNanos, byte[] out, int at) {
        long seconds = epochNanos / NANOS_PER_SECOND;
        int nanos = (int) (epochNanos - seconds * NANOS_PER_SECOND);
        int day = (int) (seconds / SECONDS_PER_DAY);
        Date date = last;
        if (date.days != day) {
            date = Date.of(day);
            last = date;
        }
        LONG.set(out, at, date.yearAndMonth);
        INT.set(out, at + 8, date.day);
        int second = (int) (seconds - (long) day * SECONDS_PER_DAY);
        int minute = second / 60;
        int hour = minute / 60;
        long clock = hour | (long) (minute - 60 * hour) << 24 | (long) (second - 60 * minute) << 48;
        LONG.set(out, at + 11, digits(clock, CLOCK_TENS) + CLOCK);
        out[at + 19] = '.';
        int eight = nanos / 10;
        LONG.set(out, at + 20, digits(pairs(eight), TENS) + ZEROS);
        out[at + 28] = (byte) ('0' + nanos - 10 * eight);
        out[at + 29] = 'Z';
    }

    /** Returns the four pairs of digits of a number below 10^8, as numbers below 100, the first in the lowest bits. */
    private static long pairs(int eight) {
        int front = eight / 10_000;
        long fours = front | (long) (eight - 10_000 * front) << 32;
        long hundreds = (fours * 10_486) >>> 20 & 0x7F_0000_007FL;
        return hundreds | (fours - 100 * hundreds) << 16;
    }

    /**
     * Returns the digits of numbers below 100, each in the byte in which the number begins and in the next one.
     *
     * @param tens the low four bits of each place
     */
    private static long digits(long numbers, long tens) {
        long front = (numbers * 103) >>> 10 & tens;
        return front | (numbers - 10 * front) << Byte.SIZE;
    }
}
