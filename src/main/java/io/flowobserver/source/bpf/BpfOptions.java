// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the eBPF programs and their rings.
 *
 * @param ringPages memory pages per CPU for the ring, a power of two
 * @param clsact whether to attach with clsact filters even if the kernel supports TCX
 * @param observeArp whether ARP and IPv6 neighbour discovery are reported
 * @param reporting when the programs report packets
 * @param tables how many connections they can follow
 * @param scratch directory for the unpacked native library; null for the system's temporary directory
 */
public record BpfOptions(
        int ringPages,
        boolean clsact,
        boolean observeArp,
        Reporting reporting,
        ConnectionTables tables,
        @Nullable Path scratch) {
    static final int DEFAULT_RING_PAGES = 128;

    /** Reports each packet. */
    public static final BpfOptions DEFAULT =
            new BpfOptions(DEFAULT_RING_PAGES, false, false, Reporting.EACH_PACKET, ConnectionTables.DEFAULT, null);
}
