// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import io.flowobserver.proto.flow.Verdict;

/**
 * Terminal colors (SGR codes) for the parts of a line. Without colors each method appends nothing. Immutable and
 * thread-safe.
 */
public final class Colors {
    private static final String END = "\u001b[0m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String MAGENTA = "\u001b[35m";
    private static final String CYAN = "\u001b[36m";

    private final boolean enabled;

    public Colors(boolean enabled) {
        this.enabled = enabled;
    }

    public void host(StringBuilder out) {
        start(out, CYAN);
    }

    public void port(StringBuilder out) {
        start(out, YELLOW);
    }

    public void identity(StringBuilder out) {
        start(out, MAGENTA);
    }

    /** Starts the color of a verdict. Returns false if the verdict has no color and needs no {@link #end}. */
    public boolean verdict(StringBuilder out, Verdict verdict) {
        String color =
                switch (verdict) {
                    case FORWARDED, REDIRECTED -> GREEN;
                    case DROPPED, ERROR -> RED;
                    case AUDIT, TRACED, TRANSLATED -> YELLOW;
                    default -> "";
                };
        start(out, color);
        return !color.isEmpty();
    }

    /** Starts the color of successful authentication. */
    public void granted(StringBuilder out) {
        start(out, GREEN);
    }

    /** Starts the color of failed authentication. */
    public void refused(StringBuilder out) {
        start(out, RED);
    }

    public void end(StringBuilder out) {
        start(out, END);
    }

    private void start(StringBuilder out, String code) {
        if (enabled) {
            out.append(code);
        }
    }
}
