// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.object;

import java.util.List;

/**
 * A part of the endpoints of a service.
 *
 * @param service its name, in the same namespace; empty if the slice belongs to none
 * @param ports of the endpoints; 0 is any port
 */
public record KubeSlice(
        String uid,
        String name,
        String namespace,
        String service,
        List<Endpoint> endpoints,
        List<KubePod.NamedPort> ports)
        implements KubeObject {
    /**
     * One endpoint. Nothing said about readiness means ready; about serving, as ready.
     *
     * @param pod the uid of the object behind it; empty if unknown
     */
    public record Endpoint(List<String> addresses, String pod, boolean ready, boolean serving, boolean terminating) {}
}
