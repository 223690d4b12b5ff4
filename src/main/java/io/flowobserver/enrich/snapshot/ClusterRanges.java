// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Which addresses are inside the cluster. What is outside is the world, if nothing else is known of it. Immutable.
 *
 * <p>Without further knowledge, addresses that the Internet does not route are taken to be inside: a pod, a service or a
 * node that nobody has named must not pass for the world. Addresses that never leave a host or a link, and groups of
 * receivers, are not outside either, whatever the cluster's ranges are.
 */
public final class ClusterRanges {
    /** Nothing is outside. */
    public static final ClusterRanges EVERYTHING = new ClusterRanges(List.of(prefix("0.0.0.0/0"), prefix("::/0")));

    /** What the special-purpose registries of IANA have as reachable, but not globally. */
    private static final List<Prefix> PRIVATE = List.of(
            prefix("10.0.0.0/8"),
            prefix("172.16.0.0/12"),
            prefix("192.168.0.0/16"),
            prefix("100.64.0.0/10"),
            prefix("198.18.0.0/15"),
            prefix("192.0.0.0/24"),
            prefix("192.0.2.0/24"),
            prefix("198.51.100.0/24"),
            prefix("203.0.113.0/24"),
            prefix("fc00::/7"),
            prefix("2001:db8::/32"));

    /** What stays on a host or a link, is for several receivers, or is no address of a host. */
    private static final List<Prefix> NEVER_OUTSIDE = List.of(
            prefix("0.0.0.0/8"),
            prefix("127.0.0.0/8"),
            prefix("169.254.0.0/16"),
            prefix("224.0.0.0/3"),
            prefix("::/96"),
            prefix("fe80::/10"),
            prefix("ff00::/8"));

    /** The addresses that the Internet does not route are inside. */
    public static final ClusterRanges USUAL = of(PRIVATE);

    private final List<Prefix> inside;
    /** Four numbers for each range: network and mask of the first half, then of the second. */
    private final long[] ipv4;

    private final long[] ipv6;

    private ClusterRanges(List<Prefix> inside) {
        this.inside = inside;
        this.ipv4 = numbers(inside, true);
        this.ipv6 = numbers(inside, false);
    }

    /** Returns ranges that hold these, and what is never outside. */
    public static ClusterRanges of(List<Prefix> inside) {
        return new ClusterRanges(
                Stream.concat(inside.stream(), NEVER_OUTSIDE.stream()).toList());
    }

    /** Returns ranges that hold more. */
    ClusterRanges and(Set<Prefix> more) {
        return more.isEmpty()
                ? this
                : new ClusterRanges(
                        Stream.concat(inside.stream(), more.stream()).toList());
    }

    /** Returns whether an address is outside. Allocates nothing. */
    boolean isOutside(long high, long low) {
        long[] ranges = AddressText.isIpv4(high, low) ? ipv4 : ipv6;
        for (int i = 0; i < ranges.length; i += 4) {
            if ((high & ranges[i + 1]) == ranges[i] && (low & ranges[i + 3]) == ranges[i + 2]) {
                return false;
            }
        }
        return true;
    }

    private static long[] numbers(List<Prefix> prefixes, boolean ipv4) {
        return prefixes.stream()
                .filter(prefix -> prefix.isIpv4() == ipv4)
                .flatMapToLong(prefix -> LongStream.of(
                        prefix.high(), Prefix.highMask(prefix.length()), prefix.low(), Prefix.lowMask(prefix.length())))
                .toArray();
    }

    private static Prefix prefix(String text) {
        return Objects.requireNonNull(PrefixParser.parse(text));
    }
}
