// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the text form of Go: {@code 5m}, {@code 1h30m}, {@code 1.5s}, {@code 300ms}. */
public final class GoDuration {
    private static final int LONGEST_TEXT = 64;
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)"
            + "(([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))*)");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000L),
            "µs", BigDecimal.valueOf(1_000L),
            "μs", BigDecimal.valueOf(1_000L),
            "ms", BigDecimal.valueOf(1_000_000L),
            "s", BigDecimal.valueOf(1_000_000_000L),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L));
    private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final long NANOS_PER_MICRO = 1_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private GoDuration() {}

    /** Parses a duration. Returns empty if the text is no duration, or exceeds 292 years, which is the limit in Go. */
    public static Optional<Duration> parse(String text) {
        if (text.length() > LONGEST_TEXT || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(NANOS.get(part.group(2))));
        }
        if (nanos.compareTo(MAX_NANOS) > 0) {
            return Optional.empty();
        }
        Duration duration = Duration.ofNanos(nanos.longValue());
        return Optional.of(text.startsWith("-") ? duration.negated() : duration);
    }

    /** Formats hours, minutes and seconds, with milliseconds as decimals: {@code 1h1m1.5s}; 20 ms are {@code 0.02s}. */
    public static String format(Duration duration) {
        StringBuilder out = new StringBuilder();
        long hours = duration.toHours();
        if (hours > 0) {
            out.append(hours).append('h');
        }
        if (duration.toMinutes() > 0) {
            out.append(duration.toMinutesPart()).append('m');
        }
        BigDecimal seconds = BigDecimal.valueOf(duration.toSecondsPart() * 1000L + duration.toMillisPart(), 3);
        return out.append(seconds.stripTrailingZeros().toPlainString())
                .append('s')
                .toString();
    }

    /**
     * Formats a number of nanoseconds in the way of Go, exactly: {@code 1h1m1.5s}, {@code 20ms}, {@code 0s}. The number
     * is unsigned; one that is no duration in Go stays a number.
     */
    public static String ofNanos(long nanos) {
        if (nanos < 0) {
            return Long.toUnsignedString(nanos) + "ns";
        }
        Duration duration = Duration.ofNanos(nanos);
        if (nanos > 0 && duration.toSeconds() == 0) {
            int point = nanos < NANOS_PER_MICRO ? 0 : nanos < NANOS_PER_MILLI ? 3 : 6;
            return plain(BigDecimal.valueOf(nanos, point)) + (point == 0 ? "ns" : point == 3 ? "µs" : "ms");
        }
        String hours = duration.toHours() > 0 ? duration.toHours() + "h" : "";
        String minutes = duration.toMinutes() > 0 ? duration.toMinutesPart() + "m" : "";
        BigDecimal seconds =
                BigDecimal.valueOf(duration.toSecondsPart()).add(BigDecimal.valueOf(duration.toNanosPart(), 9));
        return hours + minutes + plain(seconds) + "s";
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
