// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

/** What causes an event ({@code OBSERVER_LEVEL_...} in {@code bpf/events.h}). */
public enum Aggregation {
    /** Each packet. */
    NONE(0),
    /** A new connection, new TCP flags, its end, and otherwise once in an interval for each direction. */
    MEDIUM(1),
    /** A new connection and its end. */
    MAXIMUM(2);

    private final int level;

    Aggregation(int level) {
        this.level = level;
    }

    int level() {
        return level;
    }
}
