// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import io.flowobserver.kube.object.KubeEndpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a CiliumEndpoint. */
final class CiliumEndpointParser implements ObjectParser<KubeEndpoint> {
    private static final long MAX_U32 = 0xFFFF_FFFFL;

    private final List<String> addresses = new ArrayList<>();
    private long id;
    private long identity;

    @Override
    public void field(String name, ObjectJson in) throws IOException {
        if (name.equals("status")) {
            in.object(field -> status(field, in));
        } else {
            in.skip();
        }
    }

    @Override
    public KubeEndpoint finish(Meta meta) {
        return new KubeEndpoint(meta.uid, meta.name, meta.namespace, id, identity, List.copyOf(addresses));
    }

    private void status(String name, ObjectJson in) throws IOException {
        switch (name) {
            case "id" -> id = in.number(MAX_U32);
            case "identity" -> in.only("id", () -> identity = in.number(MAX_U32));
            case "networking" -> in.only("addressing", () -> in.list(() -> in.object(family -> address(family, in))));
            default -> in.skip();
        }
    }

    private void address(String family, ObjectJson in) throws IOException {
        if (family.equals("ipv4") || family.equals("ipv6")) {
            in.addText(addresses);
        } else {
            in.skip();
        }
    }
}
