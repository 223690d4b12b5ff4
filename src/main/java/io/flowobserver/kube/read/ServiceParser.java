// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import io.flowobserver.kube.object.KubePod;
import io.flowobserver.kube.object.KubeService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a service. */
final class ServiceParser implements ObjectParser<KubeService> {
    private final Set<String> cluster = new LinkedHashSet<>();
    private final Set<String> external = new LinkedHashSet<>();
    private final List<KubePod.NamedPort> ports = new ArrayList<>();
    private List<KubePod.NamedPort> sharedPorts = List.of();

    @Override
    public void field(String name, ObjectJson in) throws IOException {
        switch (name) {
            case "spec" -> in.object(field -> spec(field, in));
            case "status" -> in.only("loadBalancer", () -> in.only("ingress", () -> in.list(() -> ingress(in))));
            default -> in.skip();
        }
    }

    @Override
    public KubeService finish(Meta meta) {
        return new KubeService(
                meta.uid,
                meta.name,
                meta.namespace,
                meta.labels,
                List.copyOf(cluster),
                List.copyOf(external),
                sharedPorts);
    }

    private void spec(String name, ObjectJson in) throws IOException {
        switch (name) {
            case "clusterIP" -> add(cluster, in);
            case "clusterIPs" -> in.list(() -> add(cluster, in));
            case "externalIPs" -> in.list(() -> add(external, in));
            case "ports" -> {
                in.list(() -> ports.add(PortReader.read("port", in)));
                sharedPorts = PortReader.shared(ports, in);
            }
            default -> in.skip();
        }
    }

    private void ingress(ObjectJson in) throws IOException {
        in.only("ip", () -> add(external, in));
    }

    private static void add(Set<String> addresses, ObjectJson in) throws IOException {
        String address = in.text();
        if (!address.isEmpty() && !address.equals("None")) {
            addresses.add(address);
        }
    }
}
