// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Prefix;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Longest-prefix match. There is one hash table per prefix length, and the lookup starts with the longest prefixes.
 * IPv4 and IPv6 have separate tables, because {@code ::/0} would otherwise match every IPv4 address.
 */
final class PrefixTable<V> {
    private final Level<V>[] ipv4;
    private final Level<V>[] ipv6;

    PrefixTable(Map<Prefix, V> prefixes) {
        this.ipv4 = levels(prefixes, true);
        this.ipv6 = levels(prefixes, false);
    }

    @Nullable
    V longest(long high, long low) {
        return longest(AddressText.isIpv4(high, low) ? ipv4 : ipv6, high, low);
    }

    /**
     * Returns the value of the longest IPv6 prefix that contains the address, even if the address has the form
     * {@code ::ffff:a.b.c.d}.
     */
    @Nullable
    V longestIpv6(long high, long low) {
        return longest(ipv6, high, low);
    }

    int size() {
        return Stream.of(ipv4, ipv6)
                .flatMap(Stream::of)
                .mapToInt(level -> level.table.size())
                .sum();
    }

    void forEach(Consumer<V> action) {
        Stream.of(ipv4, ipv6).flatMap(Stream::of).forEach(level -> level.table.forEach(action));
    }

    private static <V> @Nullable V longest(Level<V>[] levels, long high, long low) {
        for (Level<V> level : levels) {
            V found = level.get(high, low);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java cannot create an array of a generic class in another way
    private static <V> Level<V>[] levels(Map<Prefix, V> prefixes, boolean ipv4) {
        TreeMap<Integer, Level<V>> byLength = new TreeMap<>(Collections.reverseOrder());
        prefixes.forEach((prefix, value) -> {
            if (prefix.isIpv4() == ipv4) {
                byLength.computeIfAbsent(prefix.length(), Level::new).table.put(prefix.high(), prefix.low(), value);
            }
        });
        return byLength.values().toArray(new Level[0]);
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
