// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.flow.text;

import java.util.List;
import java.util.Locale;

/**
 * The forms of a time in the output for people, with the names that the hubble CLI gives them. All are in UTC. A
 * fraction of a second has no zeros at its end, except in {@link #STAMP_MILLI}, which always has three digits.
 */
public enum TimeFormat {
    /** {@code May  7 12:34:01.123}. */
    STAMP_MILLI,
    /** {@code 2024-05-07}. */
    YEAR_MONTH_DAY,
    /** {@code 2024-05-07T12Z}. */
    YEAR_MONTH_DAY_HOUR,
    /** {@code 2024-05-07T12:34Z}. */
    YEAR_MONTH_DAY_HOUR_MINUTE,
    /** {@code 2024-05-07T12:34:01Z}. */
    RFC3339,
    /** {@code 2024-05-07T12:34:01.123Z}. */
    RFC3339_MILLI,
    /** {@code 2024-05-07T12:34:01.123456Z}. */
    RFC3339_MICRO,
    /** {@code 2024-05-07T12:34:01.123456789Z}. */
    RFC3339_NANO,
    /** {@code Tue, 07 May 2024 12:34:01 +0000}. */
    RFC1123Z;

    /** The names, as people write them. */
    public static final List<String> NAMES = List.of(
            "StampMilli",
            "YearMonthDay",
            "YearMonthDayHour",
            "YearMonthDayHourMinute",
            "RFC3339",
            "RFC3339Milli",
            "RFC3339Micro",
            "RFC3339Nano",
            "RFC1123Z");

    /** Returns whether there is a format of this name, in any case. */
    public static boolean isKnown(String name) {
        return NAMES.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Returns the format of this name, such as {@code RFC3339Milli}, in any case; for other names the stamp. */
    public static TimeFormat named(String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        for (TimeFormat format : values()) {
            if (format.name().replace("_", "").equals(wanted)) {
                return format;
            }
        }
        return STAMP_MILLI;
    }
}
