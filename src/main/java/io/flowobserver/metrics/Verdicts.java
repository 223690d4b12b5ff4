// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.FlowView;

/** Numbers of {@code flow.Verdict} that metrics ask for. */
final class Verdicts {
    static final int FORWARDED = 1;
    static final int DROPPED = 2;
    static final int REDIRECTED = 5;

    private Verdicts() {}

    /** Whether the packet went on its way. */
    static boolean isPassed(FlowView row) {
        int verdict = row.verdict();
        return verdict == FORWARDED || verdict == REDIRECTED;
    }
}
