// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import io.flowobserver.kube.object.KubeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a node. */
final class NodeParser implements ObjectParser<KubeNode> {
    private final List<KubeNode.Address> addresses = new ArrayList<>();
    private final Set<String> cidrs = new LinkedHashSet<>();

    @Override
    public void field(String name, ObjectJson in) throws IOException {
        switch (name) {
            case "spec" ->
                in.object(field -> {
                    switch (field) {
                        case "podCIDR" -> in.addText(cidrs);
                        case "podCIDRs" -> in.list(() -> in.addText(cidrs));
                        default -> in.skip();
                    }
                });
            case "status" -> in.only("addresses", () -> in.list(() -> address(in)));
            default -> in.skip();
        }
    }

    @Override
    public KubeNode finish(Meta meta) {
        return new KubeNode(meta.uid, meta.name, meta.labels, List.copyOf(addresses), List.copyOf(cidrs));
    }

    private void address(ObjectJson in) throws IOException {
        String[] texts = {"", ""};
        in.object(field -> {
            switch (field) {
                case "type" -> texts[0] = in.sharedText();
                case "address" -> texts[1] = in.text();
                default -> in.skip();
            }
        });
        addresses.add(new KubeNode.Address(texts[0], texts[1]));
    }
}
