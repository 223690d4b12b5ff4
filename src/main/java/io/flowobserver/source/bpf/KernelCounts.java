// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.util.List;

/**
 * Counters of the kernel programs, as they were after a sweep.
 *
 * @param points what the packets of each observation point have become
 * @param tables how full the connection tables are
 * @param suppressed events that the limit of events has put off
 */
public record KernelCounts(List<PointTally> points, List<ConnectionTable> tables, long suppressed) {
    /** The counters of a daemon without programs. */
    public static final KernelCounts NONE = new KernelCounts(List.of(), List.of(), 0);

    public KernelCounts {
        points = List.copyOf(points);
        tables = List.copyOf(tables);
    }
}
