// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.object;

import java.util.List;

/**
 * A service.
 *
 * @param clusterAddresses inside of the cluster, as texts; none for a headless one
 * @param externalAddresses those given by hand, and those of load balancers
 * @param ports each with the number that clients use
 */
public record KubeService(
        String uid,
        String name,
        String namespace,
        LabelSet labels,
        List<String> clusterAddresses,
        List<String> externalAddresses,
        List<KubePod.NamedPort> ports)
        implements KubeObject {}
