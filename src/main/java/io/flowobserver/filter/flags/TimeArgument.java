// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A time on the command line: a duration before now, or one of the date formats of the hubble CLI. */
final class TimeArgument {
    private static final List<DateTimeFormatter> FORMS = List.of(
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mmXXX", Locale.ROOT),
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHXXX", Locale.ROOT),
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH));

    private TimeArgument() {}

    /**
     * Parses a time.
     *
     * @param flag the name of the flag without dashes, for the error message
     * @throws FlagException if the text has none of the formats
     */
    static Timestamp parse(String flag, String text, Instant now) {
        Optional<Duration> ago = GoDuration.parse(text);
        Instant time = ago.isPresent() ? now.minus(ago.get()) : date(flag, text);
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static Instant date(String flag, String text) {
        for (DateTimeFormatter form : FORMS) {
            try {
                return OffsetDateTime.parse(text, form).toInstant();
            } catch (DateTimeParseException tryTheNext) {
                // Another form may fit.
            }
        }
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new FlagException("failed to parse the " + flag + " time \"" + text
                    + "\", use a duration such as 5m or a time such as 2024-05-07T12:34:00Z");
        }
    }
}
