// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the ring.
 *
 * @param flows the exact number of flows that the ring keeps
 */
public record RingConfig(int flows) {
    /** The heap memory of one flow, in bytes: its references. */
    public static final int HEAP_BYTES_PER_FLOW = 40;

    /** The total memory of one flow, in bytes: its row and its references. */
    static final int BYTES_PER_FLOW = 256 + HEAP_BYTES_PER_FLOW;

    private static final long DEFAULT_MAX_FLOWS = 65535;
    private static final long MAX_FLOWS = 1 << 30;

    /**
     * Creates the configuration from three flags. At most one of them may be given; the others are null.
     *
     * @param maxFlows {@code --max-flows}: rounded up to one less than a power of two
     * @param ringFlows {@code --ring-flows}: the exact number
     * @param ringBytes {@code --ring-bytes}: as many flows as fit
     * @throws ConfigException if more than one is given, or if one is out of range
     */
    public static RingConfig of(@Nullable Long maxFlows, @Nullable Long ringFlows, @Nullable String ringBytes) {
        int given = (maxFlows == null ? 0 : 1) + (ringFlows == null ? 0 : 1) + (ringBytes == null ? 0 : 1);
        if (given > 1) {
            throw new ConfigException("give one of --max-flows, --ring-flows and --ring-bytes, not several");
        }
        if (ringFlows != null) {
            return new RingConfig(checked("--ring-flows", ringFlows));
        }
        if (ringBytes != null) {
            long flows = ByteSize.parse("--ring-bytes", ringBytes) / BYTES_PER_FLOW - 1;
            if (flows < 1) {
                throw new ConfigException(String.format(
                        Locale.ROOT,
                        "--ring-bytes: \"%s\" is too small; a flow takes %d bytes, and one row is spare",
                        ringBytes,
                        BYTES_PER_FLOW));
            }
            return new RingConfig(checked("--ring-bytes", flows));
        }
        long wanted = checked("--max-flows", maxFlows == null ? DEFAULT_MAX_FLOWS : maxFlows);
        return new RingConfig((int) (Long.highestOneBit(wanted) * 2 - 1));
    }

    /** Returns the memory of the ring as text for people. */
    public String memory() {
        long kibibytes = ((long) flows * BYTES_PER_FLOW) >> 10;
        return kibibytes < 10_000 ? kibibytes + " KiB" : (kibibytes >> 10) + " MiB";
    }

    private static int checked(String flag, long flows) {
        if (flows < 1 || flows >= MAX_FLOWS) {
            throw new ConfigException(flag + ": " + flows + " flows are out of range; give 1 to " + (MAX_FLOWS - 1));
        }
        return (int) flows;
    }
}
