// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Reads a time as Go writes it, {@code 2025-10-21T12:00:00.5+02:00}; the fraction has nine digits at most. Read by hand,
 * because the JDK's parser takes several KiB of heap for a time, and more for a text that is none.
 */
final class Rfc3339 {
    private static final String FORM = "dddd-dd-ddTdd:dd:dd";
    private static final int MAX_FRACTION_DIGITS = 9;
    private static final int SECONDS_PER_DAY = 86_400;
    /** Bounds of protobuf timestamps: the years 1 and 9999. */
    private static final long MIN_SECONDS = -62_135_596_800L;

    private static final long MAX_SECONDS = 253_402_300_799L;

    private final byte[] text;
    private int at;
    private boolean wrong;

    private Rfc3339(byte[] text) {
        this.text = text;
    }

    /** The time, or null if the text is none. */
    static @Nullable Instant parse(byte[] utf8) {
        return new Rfc3339(utf8).time();
    }

    private @Nullable Instant time() {
        for (; at < FORM.length(); at++) {
            char form = FORM.charAt(at);
            wrong |= at >= text.length || (form == 'd' ? !isDigit(at) : text[at] != form);
        }
        if (wrong) {
            return null;
        }
        int month = number(5, 2, 1, 12);
        int year = number(0, 4, 1, 9999);
        int day = wrong ? 1 : number(8, 2, 1, YearMonth.of(year, month).lengthOfMonth());
        int second = number(11, 2, 0, 23) * 3600 + number(14, 2, 0, 59) * 60 + number(17, 2, 0, 59);
        int nanos = fraction();
        int offset = offset();
        if (wrong || at != text.length) {
            return null;
        }
        long midnight = LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY;
        long seconds = midnight + second - offset;
        return seconds < MIN_SECONDS || seconds > MAX_SECONDS ? null : Instant.ofEpochSecond(seconds, nanos);
    }

    private int fraction() {
        if (at == text.length || text[at] != '.') {
            return 0;
        }
        int start = ++at;
        int nanos = 0;
        while (isDigit(at) && at - start < MAX_FRACTION_DIGITS) {
            nanos = nanos * 10 + text[at++] - '0';
        }
        wrong |= at == start;
        for (int digits = at - start; digits < MAX_FRACTION_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Seconds east of Greenwich. */
    private int offset() {
        if (at < text.length && text[at] == 'Z') {
            at++;
            return 0;
        }
        boolean signed = text.length - at == 6 && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':';
        if (!signed || !isDigit(at + 1) || !isDigit(at + 2) || !isDigit(at + 4) || !isDigit(at + 5)) {
            wrong = true;
            return 0;
        }
        int seconds = number(at + 1, 2, 0, 23) * 3600 + number(at + 4, 2, 0, 59) * 60;
        int sign = text[at] == '-' ? -1 : 1;
        at += 6;
        return sign * seconds;
    }

    private int number(int from, int digits, int least, int most) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = number * 10 + text[i] - '0';
        }
        wrong |= number < least || number > most;
        return number;
    }

    private boolean isDigit(int index) {
        return index < text.length && text[index] >= '0' && text[index] <= '9';
    }
}
