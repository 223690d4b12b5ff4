// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.object;

/** A namespace. Is in none itself. */
public record KubeNamespace(String uid, String name, LabelSet labels) implements KubeObject {
    @Override
    public String namespace() {
        return "";
    }
}
