// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import java.util.List;

/**
 * An entry of the policy that is in force at an endpoint. Immutable.
 *
 * @param deny whether the entry denies
 * @param rules labels of each rule from which the entry was built
 * @param log log texts of the rules
 */
public record PolicyEntry(PolicyKey key, boolean deny, List<List<String>> rules, List<String> log) {
    public PolicyEntry {
        rules = rules.stream().map(List::copyOf).toList();
        log = List.copyOf(log);
    }
}
