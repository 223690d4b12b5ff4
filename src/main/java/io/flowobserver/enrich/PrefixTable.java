// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.flow.AddressText;
import io.flowobserver.flow.Prefix;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Longest-prefix match: one table for each prefix length in use, asked from the longest to the shortest. The families
 * are kept apart, or {@code ::/0} would hold every IPv4 address.
 */
final class PrefixTable<V> {
    private final List<Level<V>> ipv4;
    private final List<Level<V>> ipv6;

    PrefixTable(Map<Prefix, V> prefixes) {
        this.ipv4 = levels(prefixes, true);
        this.ipv6 = levels(prefixes, false);
    }

    @Nullable
    V longest(long high, long low) {
        List<Level<V>> levels = AddressText.isIpv4(high, low) ? ipv4 : ipv6;
        for (int i = 0; i < levels.size(); i++) {
            V found = levels.get(i).get(high, low);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static <V> List<Level<V>> levels(Map<Prefix, V> prefixes, boolean ipv4) {
        TreeMap<Integer, Level<V>> byLength = new TreeMap<>(Collections.reverseOrder());
        prefixes.forEach((prefix, value) -> {
            if (prefix.isIpv4() == ipv4) {
                byLength.computeIfAbsent(prefix.length(), Level::new).table.put(prefix.high(), prefix.low(), value);
            }
        });
        return List.copyOf(byLength.values());
    }

    /** All prefixes of one length. */
    private static final class Level<V> {
        private final long highMask;
        private final long lowMask;
        private final AddressTable<V> table = new AddressTable<>();

        Level(int length) {
            this.highMask = Prefix.highMask(length);
            this.lowMask = Prefix.lowMask(length);
        }

        @Nullable
        V get(long high, long low) {
            return table.get(high & highMask, low & lowMask);
        }
    }
}
