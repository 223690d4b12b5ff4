// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import io.flowobserver.kube.object.KubeEndpoint;
import io.flowobserver.kube.object.KubeIdentity;
import io.flowobserver.kube.object.KubeNamespace;
import io.flowobserver.kube.object.KubeNode;
import io.flowobserver.kube.object.KubeObject;
import io.flowobserver.kube.object.KubePod;
import io.flowobserver.kube.object.KubeService;
import io.flowobserver.kube.object.KubeSlice;
import java.util.List;
import java.util.function.Supplier;

/**
 * A kind of objects: where the API has them, and how they are read.
 *
 * @param <T> what is kept of an object
 */
public final class ResourceKind<T extends KubeObject> {
    public static final ResourceKind<KubePod> PODS = new ResourceKind<>("", List.of("v1"), "pods", PodParser::new);
    public static final ResourceKind<KubeService> SERVICES =
            new ResourceKind<>("", List.of("v1"), "services", ServiceParser::new);
    public static final ResourceKind<KubeSlice> SLICES =
            new ResourceKind<>("discovery.k8s.io", List.of("v1", "v1beta1"), "endpointslices", SliceParser::new);
    public static final ResourceKind<KubeNamespace> NAMESPACES = new ResourceKind<>(
            "",
            List.of("v1"),
            "namespaces",
            () -> new LabelsParser<>("", (meta, labels) -> new KubeNamespace(meta.uid, meta.name, labels)));
    public static final ResourceKind<KubeNode> NODES = new ResourceKind<>("", List.of("v1"), "nodes", NodeParser::new);
    public static final ResourceKind<KubeIdentity> CILIUM_IDENTITIES = new ResourceKind<>(
            "cilium.io",
            List.of("v2"),
            "ciliumidentities",
            () -> new LabelsParser<>(
                    "security-labels", (meta, labels) -> new KubeIdentity(meta.uid, meta.name, labels)));
    public static final ResourceKind<KubeEndpoint> CILIUM_ENDPOINTS =
            new ResourceKind<>("cilium.io", List.of("v2"), "ciliumendpoints", CiliumEndpointParser::new);

    private final String group;
    private final List<String> versions;
    private final String plural;
    private final Supplier<ObjectParser<T>> parsers;

    private ResourceKind(String group, List<String> versions, String plural, Supplier<ObjectParser<T>> parsers) {
        this.group = group;
        this.versions = versions;
        this.plural = plural;
        this.parsers = parsers;
    }

    /** Its API group; empty for the core, which every server has. */
    public String group() {
        return group;
    }

    /** Those versions of the group that can be read, the best first. */
    public List<String> versions() {
        return versions;
    }

    /** Its name in URLs. */
    public String plural() {
        return plural;
    }

    ObjectParser<T> parser() {
        return parsers.get();
    }

    @Override
    public String toString() {
        return plural;
    }
}
