// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/** Numbers of {@code flow.Verdict}. */
public final class Verdicts {
    public static final int UNKNOWN = 0;
    public static final int FORWARDED = 1;
    public static final int DROPPED = 2;
    public static final int ERROR = 3;
    public static final int AUDIT = 4;
    public static final int REDIRECTED = 5;
    public static final int TRACED = 6;
    public static final int TRANSLATED = 7;

    private Verdicts() {}

    /** Returns whether the packet was forwarded, to its destination or to a proxy. */
    public static boolean isPassed(int verdict) {
        return verdict == FORWARDED || verdict == REDIRECTED;
    }
}
