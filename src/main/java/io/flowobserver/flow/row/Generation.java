// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/**
 * The releases of Cilium whose events have another layout or another meaning. The order is that of the releases. What a
 * generation does not have stays empty in its flows.
 */
public enum Generation {
    /** Releases before 1.19. */
    OLD("old"),
    V1_19("1.19"),
    V1_20("1.20"),
    /** 1.21, and the events of our own programs. */
    V1_21("1.21");

    /** Decides what a client can notice if the operator names no generation. */
    public static final Generation FOR_CLIENTS = V1_19;

    private static final Generation[] ALL = values();

    private final String label;

    Generation(String label) {
        this.label = label;
    }

    /** Returns the name that an operator uses, for example {@code 1.19}. */
    public String label() {
        return label;
    }

    /** Returns whether this generation knows Kafka: as a metric, and as a protocol in filters and access logs. */
    public boolean hasKafka() {
        return !isAtLeast(V1_20);
    }

    /** Returns whether this is the given generation or a later one. */
    public boolean isAtLeast(Generation other) {
        // Faster than compareTo, which compares the classes first.
        return ordinal() >= other.ordinal();
    }

    /** Returns the generation with this {@link #ordinal}, which must be valid. */
    public static Generation of(int ordinal) {
        return ALL[ordinal];
    }
}
