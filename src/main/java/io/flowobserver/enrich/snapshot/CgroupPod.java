// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pod that a cgroup belongs to, by its address in either family: the first text that has a colon or has none, null
 * if there is no such text or it is no address. Immutable.
 */
public record CgroupPod(@Nullable Prefix ipv4, @Nullable Prefix ipv6) {
    /**
     * From what the pod reports.
     *
     * @param addresses not checked: a text may be no address at all
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
