// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

/**
 * How many connections the kernel programs can follow. A connection takes a place for each device that it passes. IPv6
 * has tables of its own, of half these sizes.
 *
 * @param tcp {@code --bpf-ct-global-tcp-max}
 * @param halfOpen {@code --bpf-ct-half-open-max}
 * @param other {@code --bpf-ct-global-any-max}
 */
public record ConnectionTablesConfig(int tcp, int halfOpen, int other) {
    public static final int DEFAULT_TCP = 65_536;
    public static final int DEFAULT_HALF_OPEN = 32_768;
    public static final int DEFAULT_OTHER = 65_536;

    private static final int FEWEST = 1_024;
    private static final int MOST = 1 << 24;

    /** What applies without flags. */
    public static final ConnectionTablesConfig DEFAULT =
            new ConnectionTablesConfig(DEFAULT_TCP, DEFAULT_HALF_OPEN, DEFAULT_OTHER);

    public ConnectionTablesConfig {
        Range.check("--bpf-ct-global-tcp-max", tcp, FEWEST, MOST);
        Range.check("--bpf-ct-half-open-max", halfOpen, FEWEST, MOST);
        Range.check("--bpf-ct-global-any-max", other, FEWEST, MOST);
    }
}
