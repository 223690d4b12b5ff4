// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.flow.PodName;
import java.util.List;

/**
 * The pod that a cgroup belongs to. Immutable.
 *
 * @param addresses as the pod reports them: not checked, a text may be no address at all
 */
public record CgroupPod(PodName pod, List<String> addresses) {
    public CgroupPod {
        addresses = List.copyOf(addresses);
    }
}
