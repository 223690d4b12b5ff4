// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import io.flowobserver.flow.row.Generation;

/**
 * Parses the header {@code traceparent} of the W3C Trace Context: version, trace id, parent id and flags, all
 * hexadecimal and separated by hyphens.
 */
final class TraceParent {
    private static final int VERSION_END = 2;
    private static final int TRACE_START = VERSION_END + 1;
    private static final int TRACE_END = TRACE_START + 32;
    private static final int PARENT_START = TRACE_END + 1;
    private static final int PARENT_END = PARENT_START + 16;
    private static final int FLAGS_START = PARENT_END + 1;
    private static final int FLAGS_END = FLAGS_START + 2;
    private static final int MOST_FLAGS = 3;
    /** Before 1.20, only one of the two lowest flags may be set. */
    private static final int OLD_MOST_FLAGS = 2;

    private TraceParent() {}

    /** Returns the trace id; empty if the header is invalid. */
    static String traceId(String header, Generation generation) {
        boolean valid = header.length() >= FLAGS_END
                && isPart(header, 0, VERSION_END)
                && isPart(header, TRACE_START, TRACE_END)
                && isPart(header, PARENT_START, PARENT_END)
                && isPart(header, FLAGS_START, FLAGS_END)
                && !header.startsWith("ff")
                && !isZero(header, TRACE_START, TRACE_END)
                && !isZero(header, PARENT_START, PARENT_END)
                && (!header.startsWith("00") || isVersion0(header, generation));
        return valid ? header.substring(TRACE_START, TRACE_END) : "";
    }

    /**
     * Returns whether the part has only lower-case hexadecimal digits, and ends at a hyphen or at the end of the
     * header.
     */
    private static boolean isPart(String header, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = header.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return to == header.length() || header.charAt(to) == '-';
    }

    private static boolean isZero(String header, int from, int to) {
        for (int i = from; i < to; i++) {
            if (header.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    /** In version 0, only a hyphen may follow the flags, and only the two lowest flags may be set. */
    private static boolean isVersion0(String header, Generation generation) {
        int most = generation.isAtLeast(Generation.V1_20) ? MOST_FLAGS : OLD_MOST_FLAGS;
        return header.length() <= FLAGS_END + 1 && Integer.parseInt(header, FLAGS_START, FLAGS_END, 16) <= most;
    }
}
