// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import java.util.List;

/**
 * One entry of an endpoint's policy as it is in force. Immutable.
 *
 * @param direction number of {@code flow.TrafficDirection}
 * @param identity of the remote side, unsigned; 0 for any
 * @param protocol IP protocol, 0 for any
 * @param port of the destination, or an ICMP type; 0 for any
 * @param rules the labels of each rule that made the entry
 * @param log what the rules want logged
 */
public record PolicyEntry(
        int direction, int identity, int protocol, int port, List<List<String>> rules, List<String> log) {
    public PolicyEntry {
        rules = rules.stream().map(List::copyOf).toList();
        log = List.copyOf(log);
    }
}
