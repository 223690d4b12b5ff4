// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss.SSS", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Times times = new Times();

    @Property(tries = 500)
    void appendStamp_anyTime_equalsTheFormatter(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long seconds,
            @ForAll @IntRange(min = 0, max = 999_999_999) int nanos) {
        StringBuilder out = new StringBuilder();
        times.appendStamp(out, true, time(seconds, nanos));
        assertThat(out.toString()).isEqualTo(STAMP.format(Instant.ofEpochSecond(seconds, nanos)));
    }

    @Property(tries = 500)
    void appendRfc3339_anyTime_readsBack(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long seconds,
            @ForAll @IntRange(min = 0, max = 999_999_999) int nanos) {
        StringBuilder out = new StringBuilder();
        times.appendRfc3339(out, time(seconds, nanos));
        assertThat(Instant.parse(out)).isEqualTo(Instant.ofEpochSecond(seconds, nanos));
    }

    @Test
    void appendRfc3339_fraction_hasAsManyGroupsAsItNeeds() {
        assertThat(rfc3339(0)).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(rfc3339(500_000_000)).isEqualTo("1970-01-01T00:00:00.500Z");
        assertThat(rfc3339(1_000)).isEqualTo("1970-01-01T00:00:00.000001Z");
        assertThat(rfc3339(1)).isEqualTo("1970-01-01T00:00:00.000000001Z");
    }

    @Test
    void appendStamp_impossibleTimes_areNotAvailable() {
        assertThat(stamp(false, 0, 0)).isEqualTo("N/A");
        assertThat(stamp(true, 0, -1)).isEqualTo("N/A");
        assertThat(stamp(true, 0, 1_000_000_000)).isEqualTo("N/A");
        assertThat(stamp(true, 253_402_300_800L, 0)).isEqualTo("N/A");
    }

    /** As Go formats the layouts of these names: fractions are cut and lose the zeros at their end. */
    @ParameterizedTest
    @CsvSource({
        "YearMonthDay, 2024-05-07, 1970-01-01",
        "YearMonthDayHour, 2024-05-07T12Z, 1970-01-01T00Z",
        "YearMonthDayHourMinute, 2024-05-07T12:34Z, 1970-01-01T00:00Z",
        "StampMilli, May  7 12:34:01.123, Jan  1 00:00:00.500",
        "RFC3339, 2024-05-07T12:34:01Z, 1970-01-01T00:00:00Z",
        "RFC3339Milli, 2024-05-07T12:34:01.123Z, 1970-01-01T00:00:00.5Z",
        "RFC3339Micro, 2024-05-07T12:34:01.123456Z, 1970-01-01T00:00:00.5Z",
        "RFC3339Nano, 2024-05-07T12:34:01.123456789Z, 1970-01-01T00:00:00.5Z",
        "RFC1123Z, 'Tue, 07 May 2024 12:34:01 +0000', 'Thu, 01 Jan 1970 00:00:00 +0000'",
        "rfc3339nano, 2024-05-07T12:34:01.123456789Z, 1970-01-01T00:00:00.5Z",
        "nonsense, May  7 12:34:01.123, Jan  1 00:00:00.500",
    })
    void appendStamp_namedFormat_asTheHubbleCli(String name, String first, String second) {
        Times named = new Times(TimeFormat.named(name));
        StringBuilder out = new StringBuilder();
        named.appendStamp(out, true, time(1_715_085_241L, 123_456_789));
        assertThat(out.toString()).isEqualTo(first);
        out.setLength(0);
        named.appendStamp(out, true, time(0, 500_000_000));
        assertThat(out.toString()).isEqualTo(second);
        out.setLength(0);
        named.appendStamp(out, true, time(0, -1));
        assertThat(out.toString()).isEqualTo("N/A");
    }

    private String stamp(boolean present, long seconds, int nanos) {
        StringBuilder out = new StringBuilder();
        times.appendStamp(out, present, time(seconds, nanos));
        return out.toString();
    }

    private String rfc3339(int nanos) {
        StringBuilder out = new StringBuilder();
        times.appendRfc3339(out, time(0, nanos));
        return out.toString();
    }

    private static Timestamp time(long seconds, int nanos) {
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }
}
