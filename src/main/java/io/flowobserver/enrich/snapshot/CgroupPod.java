// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pod that a cgroup belongs to, and its address in either family: the first text that has a colon or has none, null
 * if there is no such text or it is no address. Immutable.
 *
 * @param addresses as the pod reports them: not checked, a text may be no address at all
 */
public record CgroupPod(PodName pod, List<String> addresses, @Nullable Prefix ipv4, @Nullable Prefix ipv6) {
    public CgroupPod {
        addresses = List.copyOf(addresses);
    }

    public CgroupPod(PodName pod, List<String> addresses) {
        this(pod, addresses, first(addresses, false), first(addresses, true));
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
