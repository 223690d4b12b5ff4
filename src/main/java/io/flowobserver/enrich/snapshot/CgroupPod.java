// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pod of a cgroup, with one IPv4 and one IPv6 address. The IPv4 address is the first text without a colon, and the
 * IPv6 address is the first text with a colon. An address is null if there is no such text or the text is not a valid
 * address. Immutable.
 */
public record CgroupPod(@Nullable Prefix ipv4, @Nullable Prefix ipv6) {
    /**
     * Chooses the addresses of a pod.
     *
     * @param addresses the address texts of the pod, unchecked; a text may not be a valid address
     */
    public CgroupPod(List<String> addresses) {
        this(first(addresses, false), first(addresses, true));
    }

    private static @Nullable Prefix first(List<String> addresses, boolean ipv6) {
        for (String address : addresses) {
            if (address.indexOf(':') >= 0 == ipv6) {
                return PrefixParser.parseAddress(address);
            }
        }
        return null;
    }
}
