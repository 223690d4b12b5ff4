// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.kube.object.KubeEndpoint;
import io.flowobserver.kube.object.KubeIdentity;
import io.flowobserver.kube.object.KubeNamespace;
import io.flowobserver.kube.object.KubeNode;
import io.flowobserver.kube.object.KubeObject;
import io.flowobserver.kube.object.KubePod;
import io.flowobserver.kube.object.KubeService;
import io.flowobserver.kube.object.KubeSlice;
import io.flowobserver.kube.object.LabelSet;
import io.flowobserver.kube.object.Owner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One object of each kind. */
class ObjectsTest {
    static final String POD =
            """
            {"metadata":{"name":"web-6d4b-x1","generateName":"web-6d4b-","namespace":"shop","uid":"u1",
              "resourceVersion":"7","creationTimestamp":"2026-11-30T10:00:00Z","deletionTimestamp":null,
              "labels":{"app":"web","pod-template-hash":"6d4b"},"annotations":{"a":"b"},
              "ownerReferences":[{"kind":"X","name":"other"},
                {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-6d4b","uid":"r","controller":true}],
              "managedFields":[{"fieldsV1":{"f:metadata":{".":{}}}}]},
             "spec":{"nodeName":"n1","hostNetwork":false,
              "containers":[{"name":"c","ports":[{"containerPort":8080,"name":"http"},{"containerPort":1},
                {"containerPort":53,"name":"dns","protocol":"UDP"}]}]},
             "status":{"phase":"Running","podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"},{"ip":"fd00::1"}]}}""";

    @Test
    void pod_isRead() throws IOException {
        assertThat(read(ResourceKind.PODS, POD))
                .isEqualTo(new KubePod(
                        "u1",
                        "web-6d4b-x1",
                        "shop",
                        LabelSet.of(Map.of("app", "web", "pod-template-hash", "6d4b")),
                        "n1",
                        false,
                        KubePod.Phase.RUNNING,
                        0,
                        1_796_032_800,
                        List.of("10.0.0.1", "fd00::1"),
                        "web-6d4b-",
                        new Owner("ReplicaSet", "web-6d4b"),
                        List.of(new KubePod.NamedPort("http", "TCP", 8080), new KubePod.NamedPort("dns", "UDP", 53))));
    }

    @Test
    void service_isRead() throws IOException {
        KubeService service = read(
                ResourceKind.SERVICES,
                """
                {"spec":{"clusterIP":"10.1.0.1","clusterIPs":["10.1.0.1","fd01::1"],"externalIPs":["1.2.3.4"],
                  "ports":[{"name":"h","port":80,"targetPort":"http","protocol":"TCP"}]},
                 "status":{"loadBalancer":{"ingress":[{"ip":"5.6.7.8"},{"hostname":"x"}]}},
                 "metadata":{"name":"web","namespace":"shop","uid":"s"}}""");
        assertThat(service.clusterAddresses()).containsExactly("10.1.0.1", "fd01::1");
        assertThat(service.externalAddresses()).containsExactly("1.2.3.4", "5.6.7.8");
        assertThat(service.ports()).containsExactly(new KubePod.NamedPort("h", "TCP", 80));
        assertThat(read(
                                ResourceKind.SERVICES,
                                "{\"metadata\":{\"name\":\"a\",\"uid\":\"b\"},\"spec\":{\"clusterIP\":\"None\"}}")
                        .clusterAddresses())
                .isEmpty();
    }

    @Test
    void slice_isRead() throws IOException {
        KubeSlice slice = read(
                ResourceKind.SLICES,
                """
                {"endpoints":[{"addresses":["10.0.0.1"],"targetRef":{"kind":"Pod","uid":"u1"}},
                   {"addresses":["10.0.0.2"],"conditions":{"ready":false,"serving":true,"terminating":true}},
                   {"addresses":["10.0.0.3"],"conditions":{"ready":false,"serving":null}}],
                 "ports":[{"name":"h","port":8080,"protocol":"TCP"}],"addressType":"IPv4",
                 "metadata":{"name":"web-1","namespace":"shop","uid":"e",
                   "labels":{"kubernetes.io/service-name":"web"}}}""");
        assertThat(slice.service()).isEqualTo("web");
        assertThat(slice.endpoints())
                .containsExactly(
                        new KubeSlice.Endpoint(List.of("10.0.0.1"), "u1", true, true, false),
                        new KubeSlice.Endpoint(List.of("10.0.0.2"), "", false, true, true),
                        new KubeSlice.Endpoint(List.of("10.0.0.3"), "", false, false, false));
    }

    @Test
    void nodeNamespaceAndCiliumsObjects_areRead() throws IOException {
        KubeNode node = read(
                ResourceKind.NODES,
                """
                {"metadata":{"name":"n1","uid":"n"},"spec":{"podCIDR":"10.0.0.0/24","podCIDRs":["10.0.0.0/24","fd::/64"]},
                 "status":{"addresses":[{"type":"InternalIP","address":"192.0.2.1"}]}}""");
        assertThat(node.podCidrs()).containsExactly("10.0.0.0/24", "fd::/64");
        assertThat(node.addresses()).containsExactly(new KubeNode.Address("InternalIP", "192.0.2.1"));
        KubeNamespace namespace = read(
                ResourceKind.NAMESPACES, "{\"metadata\":{\"name\":\"shop\",\"uid\":\"x\",\"labels\":{\"a\":\"b\"}}}");
        assertThat(namespace.labels().get("a")).isEqualTo("b");
        KubeIdentity identity = read(
                ResourceKind.CILIUM_IDENTITIES,
                "{\"metadata\":{\"name\":\"1234\",\"uid\":\"i\"},\"security-labels\":{\"k8s:app\":\"web\"}}");
        assertThat(identity.labels()).isEqualTo(LabelSet.of(Map.of("k8s:app", "web")));
        KubeEndpoint endpoint = read(
                ResourceKind.CILIUM_ENDPOINTS,
                """
                {"metadata":{"name":"p","namespace":"shop","uid":"c"},"status":{"id":77,"identity":{"id":1234},
                 "networking":{"addressing":[{"ipv4":"10.0.0.1","ipv6":"fd00::1"}],"node":"192.0.2.1"}}}""");
        assertThat(endpoint).isEqualTo(new KubeEndpoint("c", "p", "shop", 77, 1234, List.of("10.0.0.1", "fd00::1")));
    }

    @Test
    void list_wrongObjects_areNamedAndTheOthersRead() throws IOException {
        String json = "{\"kind\":\"PodList\",\"items\":["
                + POD + ","
                + POD.replace("\"nodeName\":\"n1\"", "\"nodeName\":[1,{\"x\":2}]") + ","
                + POD.replace("8080", "\"http\"") + ","
                + "3,"
                + POD.replace("\"uid\":\"u1\"", "\"uid\":null") + ","
                + POD.replace("\"u1\"", "\"u2\"")
                + "],\"metadata\":{\"resourceVersion\":\"99\",\"continue\":\"more\"}}";
        List<ParsedObject<KubePod>> found = new ArrayList<>();
        ListReader.End end = new ListReader<>(stream(json), ResourceKind.PODS, new Pools()).read(found::add);
        assertThat(end).isEqualTo(new ListReader.End("99", "more"));
        assertThat(found)
                .extracting(ParsedObject::problem)
                .containsExactly(
                        "",
                        "$.items[1].spec.nodeName is not a text",
                        "$.items[2].spec.containers[0].ports[0].containerPort is not a number",
                        "$.items[3] is not an object",
                        "an object has no uid or no name",
                        "");
        assertThat(found).extracting(ParsedObject::uid).containsExactly("u1", "u1", "u1", "", "", "u2");
    }

    @Test
    void pods_withTheSameLabelsAndOwner_shareThem() throws IOException {
        List<ParsedObject<KubePod>> found = new ArrayList<>();
        String json = "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[" + POD + "," + POD + "]}";
        new ListReader<>(stream(json), ResourceKind.PODS, new Pools()).read(found::add);
        KubePod one = found.get(0).value();
        KubePod two = found.get(1).value();
        assertThat(one).isNotNull().isEqualTo(two);
        assertThat(one.labels()).isSameAs(two.labels());
        assertThat(one.controller()).isSameAs(two.controller());
        assertThat(one.ports()).isSameAs(two.ports());
        assertThat(one.node()).isSameAs(two.node());
    }

    static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <T extends KubeObject> T read(ResourceKind<T> kind, String json) throws IOException {
        List<ParsedObject<T>> found = new ArrayList<>();
        new ListReader<>(
                        stream("{\"items\":[" + json + "],\"metadata\":{\"resourceVersion\":\"1\"}}"),
                        kind,
                        new Pools())
                .read(found::add);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).problem()).isEmpty();
        T value = found.get(0).value();
        assertThat(value).isNotNull();
        return value;
    }
}
