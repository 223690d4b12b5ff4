// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.kube.object.KubeIdentity;
import io.flowobserver.kube.object.KubeNamespace;
import io.flowobserver.kube.object.KubeNode;
import io.flowobserver.kube.object.KubeObject;
import io.flowobserver.kube.object.KubePod;
import io.flowobserver.kube.object.KubeService;
import io.flowobserver.kube.object.KubeSlice;
import io.flowobserver.kube.read.ResourceKind;
import io.flowobserver.kube.watch.RecordedChanges;
import io.flowobserver.kube.watch.Reflector;
import io.flowobserver.kube.watch.ReflectorOptions;
import io.flowobserver.kube.watch.ReflectorTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reflectors and a real API server. */
class ITApiServerReflector {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ReflectorTimes QUICK = new ReflectorTimes(
            Duration.ZERO,
            Duration.ofMillis(200),
            Duration.ofMillis(400),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10));
    private static final String PODS = "/api/v1/namespaces/shop/pods";

    @TempDir
    private static Path directory;

    private static ApiServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = ApiServer.start(directory);
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void createNamespace() throws Exception {
        server.create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"shop\",\"labels\":{\"team\":\"a\"}}}");
    }

    /** Nobody is there to finalize a namespace, so it is done here. */
    @AfterEach
    void deleteNamespace() throws Exception {
        server.delete(PODS);
        server.delete("/api/v1/namespaces/shop");
        server.send(
                "PUT",
                "/api/v1/namespaces/shop/finalize",
                "application/json",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"shop\"},\"spec\":{\"finalizers\":[]}}");
    }

    @Test
    void pod_fromCreationToDeletion_isFollowed() throws Exception {
        RecordedChanges<KubePod> pods = new RecordedChanges<>();
        try (Reflector<KubePod> reflector = reflect(ResourceKind.PODS, pods)) {
            createPod("a", "n1");
            await().atMost(PATIENCE).until(() -> pods.objects().containsKey("a"));
            KubePod created = pods.objects().get("a");
            assertThat(created.addresses()).isEmpty();
            assertThat(created.phase()).isEqualTo(KubePod.Phase.PENDING);
            assertThat(created.node()).isEqualTo("n1");
            assertThat(created.created()).isPositive();
            assertThat(created.controller().kind()).isEqualTo("ReplicaSet");
            assertThat(created.ports()).containsExactly(new KubePod.NamedPort("http", "TCP", 8080));
            server.patch(PODS + "/a/status", running("10.1.0.1"));
            await().atMost(PATIENCE)
                    .until(() -> pods.objects().get("a").addresses().equals(List.of("10.1.0.1")));
            server.patch(PODS + "/a", "{\"metadata\":{\"labels\":{\"app\":\"other\"}}}");
            await().atMost(PATIENCE)
                    .until(() -> "other".equals(pods.objects().get("a").labels().get("app")));
            // The address is used again before the listener can have looked.
            server.delete(PODS + "/a");
            createPod("b", "n1");
            server.patch(PODS + "/b/status", running("10.1.0.1"));
            await().atMost(PATIENCE)
                    .until(() -> pods.objects().containsKey("b")
                            && !pods.objects().get("b").addresses().isEmpty());
            // Some servers first tell that it is being deleted.
            assertThat(pods.all()).containsSubsequence("synced", "+a", "~a", "~a", "-a", "+b", "~b");
            assertThat(reflector.status().watching()).isTrue();
            assertThat(reflector.status().wrong()).isZero();
        }
    }

    @Test
    void changedFieldThatIsNotKept_isNotTold() throws Exception {
        RecordedChanges<KubePod> pods = new RecordedChanges<>();
        try (Reflector<KubePod> reflector = reflect(ResourceKind.PODS, pods)) {
            createPod("a", "n1");
            server.patch(PODS + "/a", "{\"metadata\":{\"annotations\":{\"x\":\"y\"}}}");
            createPod("b", "n1");
            await().atMost(PATIENCE).until(() -> pods.objects().containsKey("b"));
            assertThat(pods.all()).containsExactly("synced", "+a", "+b");
            assertThat(reflector.status().objects()).isEqualTo(2);
        }
    }

    @Test
    void podsOfNode_areThoseAlone() throws Exception {
        createPod("mine", "n1");
        createPod("other", "n2");
        RecordedChanges<KubePod> pods = new RecordedChanges<>();
        try (Reflector<KubePod> reflector = start(new Reflector<>(
                server.client(),
                ResourceKind.PODS,
                ReflectorOptions.podsOf("n1").with(QUICK),
                pods))) {
            await().atMost(PATIENCE).until(() -> reflector.status().watching());
            createPod("other2", "n2");
            createPod("mine2", "n1");
            await().atMost(PATIENCE).until(() -> pods.objects().size() == 2);
            assertThat(pods.all()).containsExactly("+mine", "synced", "+mine2");
        }
    }

    @Test
    void otherKinds_areRead() throws Exception {
        server.create(
                "/api/v1/namespaces/shop/services",
                "{\"metadata\":{\"name\":\"web\"},\"spec\":{\"ports\":[{\"name\":\"h\",\"port\":80}]}}");
        String group = "/apis/discovery.k8s.io/" + (server.minor() < 21 ? "v1beta1" : "v1");
        server.create(
                group + "/namespaces/shop/endpointslices",
                "{\"metadata\":{\"name\":\"web-1\",\"labels\":{\"kubernetes.io/service-name\":\"web\"}},"
                        + "\"addressType\":\"IPv4\",\"endpoints\":[{\"addresses\":[\"10.1.0.1\"]}],"
                        + "\"ports\":[{\"name\":\"h\",\"port\":8080}]}");
        server.create("/api/v1/nodes", "{\"metadata\":{\"name\":\"n1\"},\"spec\":{\"podCIDR\":\"10.1.0.0/24\"}}");
        KubeService service = first(ResourceKind.SERVICES, "web");
        assertThat(service.clusterAddresses()).hasSize(1).allMatch(address -> address.startsWith("10.0.0."));
        KubeSlice slice = first(ResourceKind.SLICES, "web-1");
        assertThat(slice.service()).isEqualTo("web");
        assertThat(slice.endpoints().get(0).ready()).isTrue();
        KubeNode node = first(ResourceKind.NODES, "n1");
        assertThat(node.podCidrs()).containsExactly("10.1.0.0/24");
        KubeNamespace namespace = first(ResourceKind.NAMESPACES, "shop");
        assertThat(namespace.labels().get("team")).isEqualTo("a");
        server.delete("/api/v1/nodes/n1");
        RecordedChanges<KubeIdentity> identities = new RecordedChanges<>();
        try (Reflector<KubeIdentity> reflector = reflect(ResourceKind.CILIUM_IDENTITIES, identities)) {
            await().atMost(PATIENCE).until(() -> reflector.status().synced());
        }
    }

    @Test
    void killedServer_isComeBackToWithoutALoss() throws Exception {
        createPod("a", "n1");
        createPod("b", "n1");
        RecordedChanges<KubePod> pods = new RecordedChanges<>();
        try (Reflector<KubePod> reflector = reflect(ResourceKind.PODS, pods)) {
            await().atMost(PATIENCE).until(() -> reflector.status().watching());
            server.kill();
            await().atMost(PATIENCE).until(() -> reflector.status().failures() > 1);
            assertThat(reflector.status().watching()).isFalse();
            assertThat(reflector.status().problem()).contains("cannot connect");
            assertThat(pods.objects()).hasSize(2);
            server.restart();
            server.delete(PODS + "/a");
            createPod("c", "n1");
            await().atMost(PATIENCE).until(() -> pods.objects().keySet().equals(Set.of("b", "c")));
            assertThat(pods.all().stream().filter(change -> change.equals("+b")))
                    .hasSize(1);
            assertThat(reflector.status().watching()).isTrue();
        }
    }

    @Test
    void manyPods_thatComeAndGo_areAsTheServerHasThem() throws Exception {
        int count = Integer.getInteger("observer.kube.churn", 200);
        RecordedChanges<KubePod> pods = new RecordedChanges<>();
        try (Reflector<KubePod> reflector = reflect(ResourceKind.PODS, pods)) {
            for (int i = 0; i < count; i++) {
                createPod("p" + i, "n" + i % 10);
                if (i % 2 == 1) {
                    server.delete(PODS + "/p" + (i - 1));
                }
            }
            createPod("last", "n1");
            await().atMost(PATIENCE).until(() -> pods.objects().containsKey("last"));
            assertThat(pods.objects()).hasSize(count / 2 + 1);
            assertThat(pods.all().stream().filter(change -> change.startsWith("-")))
                    .hasSize(count / 2);
            assertThat(reflector.status().failures()).isZero();
        }
    }

    private static <T extends KubeObject> T first(ResourceKind<T> kind, String name) throws Exception {
        RecordedChanges<T> objects = new RecordedChanges<>();
        try (Reflector<T> reflector = reflect(kind, objects)) {
            await().atMost(PATIENCE)
                    .until(() ->
                            reflector.status().synced() && objects.objects().containsKey(name));
            return objects.objects().get(name);
        }
    }

    private static <T extends KubeObject> Reflector<T> reflect(ResourceKind<T> kind, RecordedChanges<T> objects)
            throws Exception {
        Reflector<T> reflector =
                start(new Reflector<>(server.client(), kind, ReflectorOptions.ALL.with(QUICK), objects));
        await().atMost(PATIENCE).until(() -> reflector.status().synced());
        return reflector;
    }

    private static <T extends KubeObject> Reflector<T> start(Reflector<T> reflector) {
        reflector.start(Thread::new);
        return reflector;
    }

    private static void createPod(String name, String node) throws Exception {
        server.create(
                PODS,
                "{\"metadata\":{\"name\":\"" + name + "\",\"generateName\":\"x-\",\"labels\":{\"app\":\"web\"},"
                        + "\"ownerReferences\":[{\"apiVersion\":\"apps/v1\",\"kind\":\"ReplicaSet\",\"name\":\"web\","
                        + "\"uid\":\"r\",\"controller\":true}]},\"spec\":{\"nodeName\":\"" + node + "\","
                        + "\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"ports\":[{\"name\":\"http\","
                        + "\"containerPort\":8080}]}]}}");
    }

    private static String running(String address) {
        return "{\"status\":{\"phase\":\"Running\",\"podIP\":\"" + address + "\",\"podIPs\":[{\"ip\":\"" + address
                + "\"}]}}";
    }
}
