// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import io.flowobserver.kube.object.KubePod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a pod. */
final class PodParser implements ObjectParser<KubePod> {
    private final Set<String> addresses = new LinkedHashSet<>();
    private final List<KubePod.NamedPort> ports = new ArrayList<>();
    private String node = "";
    private boolean hostNetwork;
    private KubePod.Phase phase = KubePod.Phase.UNKNOWN;
    private List<KubePod.NamedPort> sharedPorts = List.of();

    @Override
    public void field(String name, ObjectJson in) throws IOException {
        switch (name) {
            case "spec" -> in.object(field -> spec(field, in));
            case "status" -> in.object(field -> status(field, in));
            default -> in.skip();
        }
    }

    @Override
    public KubePod finish(Meta meta) {
        return new KubePod(
                meta.uid,
                meta.name,
                meta.namespace,
                meta.labels,
                node,
                hostNetwork,
                phase,
                meta.deleted,
                meta.created,
                List.copyOf(addresses),
                meta.generateName,
                meta.controller,
                sharedPorts);
    }

    private void spec(String name, ObjectJson in) throws IOException {
        switch (name) {
            case "nodeName" -> node = in.sharedText();
            case "hostNetwork" -> hostNetwork = in.flag();
            case "containers", "initContainers" -> {
                in.list(() -> in.only("ports", () -> in.list(() -> port(in))));
                sharedPorts = PortReader.shared(ports, in);
            }
            default -> in.skip();
        }
    }

    private void port(ObjectJson in) throws IOException {
        KubePod.NamedPort port = PortReader.read("containerPort", in);
        if (!port.name().isEmpty()) {
            ports.add(port);
        }
    }

    private void status(String name, ObjectJson in) throws IOException {
        switch (name) {
            case "phase" -> phase = KubePod.Phase.of(in.sharedText());
            case "podIP" -> in.addText(addresses);
            case "podIPs" -> in.list(() -> in.only("ip", () -> in.addText(addresses)));
            default -> in.skip();
        }
    }
}
