// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.nio.ByteBuffer;

/**
 * Writes what the native library is to be opened with ({@code struct observer_options} in {@code bpf/events.h}). All
 * fields are little-endian, and all but the last have four bytes.
 */
final class OpenOptions {
    static final int RING_PAGES_OFFSET = 0;
    static final int FLAGS_OFFSET = RING_PAGES_OFFSET + Integer.BYTES;
    static final int LEVEL_OFFSET = FLAGS_OFFSET + Integer.BYTES;
    static final int INTERVAL_OFFSET = LEVEL_OFFSET + Integer.BYTES;
    static final int TCP_OFFSET = INTERVAL_OFFSET + Integer.BYTES;
    static final int HALF_OPEN_OFFSET = TCP_OFFSET + Integer.BYTES;
    static final int OTHER_OFFSET = HALF_OPEN_OFFSET + Integer.BYTES;
    /** The rate of events of packets for which a table has no room, and four time-outs: 0 is the library's default. */
    private static final int DEFAULTS_OFFSET = OTHER_OFFSET + Integer.BYTES;

    static final int RATE_OFFSET = DEFAULTS_OFFSET + 5 * Integer.BYTES;
    static final int BURST_OFFSET = RATE_OFFSET + Integer.BYTES;
    static final int RULES_OFFSET = BURST_OFFSET + Integer.BYTES;
    static final int FILTER_OFFSET = RULES_OFFSET + 2 * Integer.BYTES;
    static final int LENGTH = FILTER_OFFSET + Long.BYTES;

    private OpenOptions() {}

    /** @param filter the rules of the options; they must not be garbage before the library was opened */
    static ByteBuffer of(BpfOptions options, ByteBuffer filter) {
        int flags = (options.clsact() ? PerfShim.OPEN_CLSACT : 0) | (options.observeArp() ? PerfShim.OPEN_ARP : 0);
        Reporting reporting = options.reporting();
        ConnectionTables tables = options.tables();
        return NativeCode.buffer(LENGTH)
                .putInt(RING_PAGES_OFFSET, options.ringPages())
                .putInt(FLAGS_OFFSET, flags)
                .putInt(LEVEL_OFFSET, reporting.aggregation().level())
                .putInt(INTERVAL_OFFSET, Math.toIntExact(reporting.interval().toMillis()))
                .putInt(TCP_OFFSET, tables.tcp())
                .putInt(HALF_OPEN_OFFSET, tables.halfOpen())
                .putInt(OTHER_OFFSET, tables.other())
                .putInt(RATE_OFFSET, reporting.rate())
                .putInt(BURST_OFFSET, reporting.burst())
                .putInt(RULES_OFFSET, reporting.filter().size())
                .putLong(FILTER_OFFSET, NativeCode.addressOf(filter));
    }
}
