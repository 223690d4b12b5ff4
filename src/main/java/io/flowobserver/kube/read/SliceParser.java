// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import io.flowobserver.kube.object.KubePod;
import io.flowobserver.kube.object.KubeSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an EndpointSlice of discovery.k8s.io/v1 or v1beta1. */
final class SliceParser implements ObjectParser<KubeSlice> {
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private final List<KubeSlice.Endpoint> endpoints = new ArrayList<>();
    private final List<KubePod.NamedPort> ports = new ArrayList<>();
    private List<KubePod.NamedPort> sharedPorts = List.of();

    @Override
    public void field(String name, ObjectJson in) throws IOException {
        switch (name) {
            case "endpoints" -> in.list(() -> endpoints.add(new EndpointFields().read(in)));
            case "ports" -> {
                in.list(() -> ports.add(PortReader.read("port", in)));
                sharedPorts = PortReader.shared(ports, in);
            }
            default -> in.skip();
        }
    }

    @Override
    public KubeSlice finish(Meta meta) {
        String service = meta.labels.get(SERVICE_LABEL);
        return new KubeSlice(
                meta.uid,
                meta.name,
                meta.namespace,
                service == null ? "" : service,
                List.copyOf(endpoints),
                sharedPorts);
    }

    private static final class EndpointFields {
        private List<String> addresses = List.of();
        private String pod = "";
        private @Nullable Boolean ready;
        private @Nullable Boolean serving;
        private boolean terminating;

        KubeSlice.Endpoint read(ObjectJson in) throws IOException {
            in.object(field -> {
                switch (field) {
                    case "addresses" -> addresses = in.texts();
                    case "conditions" -> in.object(name -> condition(name, in));
                    case "targetRef" -> in.only("uid", () -> pod = in.text());
                    default -> in.skip();
                }
            });
            boolean isReady = ready == null || ready;
            return new KubeSlice.Endpoint(addresses, pod, isReady, serving == null ? isReady : serving, terminating);
        }

        private void condition(String name, ObjectJson in) throws IOException {
            switch (name) {
                case "ready" -> ready = in.flagOrNull();
                case "serving" -> serving = in.flagOrNull();
                case "terminating" -> terminating = in.flag();
                default -> in.skip();
            }
        }
    }
}
