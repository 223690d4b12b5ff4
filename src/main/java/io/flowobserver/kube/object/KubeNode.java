// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.object;

import java.util.List;

/**
 * A node.
 *
 * @param addresses in its own order
 * @param podCidrs ranges of its pods' addresses, as texts; none if something else gives them
 */
public record KubeNode(String uid, String name, LabelSet labels, List<Address> addresses, List<String> podCidrs)
        implements KubeObject {
    /**
     * An address, or a name.
     *
     * @param type {@code InternalIP}, {@code ExternalIP}, {@code Hostname} ...
     */
    public record Address(String type, String address) {}

    @Override
    public String namespace() {
        return "";
    }
}
