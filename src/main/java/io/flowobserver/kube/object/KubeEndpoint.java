// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.object;

import java.util.List;

/**
 * A CiliumEndpoint; its name and namespace are those of its pod.
 *
 * @param id of the endpoint on its node; 0 if it has none yet
 * @param identity 0 if it has none yet
 * @param addresses as texts
 */
public record KubeEndpoint(String uid, String name, String namespace, long id, long identity, List<String> addresses)
        implements KubeObject {}
