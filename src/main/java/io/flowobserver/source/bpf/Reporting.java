// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.time.Duration;
import java.util.List;

/**
 * When the programs report packets.
 *
 * @param interval the time in which a direction without news causes at most one event
 * @param rate events a second of each CPU; 0 for no limit
 * @param burst so many of them may come at once; 0 for as many as the rate
 * @param filter rules for what is not reported
 */
public record Reporting(Aggregation aggregation, Duration interval, int rate, int burst, List<FilterRule> filter) {
    /** An event for each packet. */
    public static final Reporting EACH_PACKET = new Reporting(Aggregation.NONE, Duration.ofSeconds(5), 0, 0, List.of());

    public Reporting {
        filter = List.copyOf(filter);
    }
}
