// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print.counts;

/** Numbers of bytes in decimal units with one digit of fraction: {@code 312 B}, {@code 3.4 kB}, {@code 1.0 GB}. */
public final class SizeText {
    private static final String UNITS = "kMGTPE";
    private static final int THOUSAND = 1000;
    private static final int HALF_OF_TENTH = 50;

    private SizeText() {}

    /** Appends a number of bytes that is at least 0. */
    public static void append(StringBuilder out, long bytes) {
        if (bytes < THOUSAND) {
            out.append(bytes).append(" B");
            return;
        }
        long rest = bytes;
        int unit = 0;
        // Not on to the next unit before the rounding below would show 1000.0 of this one.
        while (rest >= THOUSAND * THOUSAND - HALF_OF_TENTH) {
            rest /= THOUSAND;
            unit++;
        }
        long tenths = (rest + HALF_OF_TENTH) / (2 * HALF_OF_TENTH);
        out.append(tenths / 10)
                .append('.')
                .append(tenths % 10)
                .append(' ')
                .append(UNITS.charAt(unit))
                .append('B');
    }
}
