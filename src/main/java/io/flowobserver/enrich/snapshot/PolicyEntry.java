// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import java.util.List;

/**
 * An entry of the policy that is in force at an endpoint. Immutable.
 *
 * @param direction number of {@code flow.TrafficDirection}
 * @param identity identity of the remote side, unsigned; 0 for any
 * @param protocol IP protocol number; 0 for any
 * @param port destination port or ICMP type; 0 for any
 * @param rules labels of each rule from which the entry was built
 * @param log log texts of the rules
 */
public record PolicyEntry(
        int direction, int identity, int protocol, int port, List<List<String>> rules, List<String> log) {
    public PolicyEntry {
        rules = rules.stream().map(List::copyOf).toList();
        log = List.copyOf(log);
    }
}
