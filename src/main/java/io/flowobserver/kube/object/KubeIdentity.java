// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.object;

/**
 * A CiliumIdentity.
 *
 * @param name the number of the identity, in decimal
 * @param labels by source and key: {@code k8s:app}
 */
public record KubeIdentity(String uid, String name, LabelSet labels) implements KubeObject {
    @Override
    public String namespace() {
        return "";
    }
}
