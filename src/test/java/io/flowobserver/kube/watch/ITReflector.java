// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import static io.flowobserver.kube.watch.ApiScript.bookmark;
import static io.flowobserver.kube.watch.ApiScript.error;
import static io.flowobserver.kube.watch.ApiScript.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.kube.ScriptedServer;
import io.flowobserver.kube.config.Kubeconfig;
import io.flowobserver.kube.http.ApiClient;
import io.flowobserver.kube.object.KubeNamespace;
import io.flowobserver.kube.object.KubeObject;
import io.flowobserver.kube.read.ResourceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reflector, and a server that does what real ones do seldom. */
class ITReflector {
    static final ReflectorTimes QUICK = new ReflectorTimes(
            Duration.ZERO,
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final ApiScript script = new ApiScript();
    private final RecordedChanges<KubeNamespace> changes = new RecordedChanges<>();
    private ScriptedServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = ScriptedServer.plain();
        server.script(script);
    }

    @AfterEach
    void stopServer() {
        script.end();
        server.close();
    }

    @Test
    void changes_ofListAndWatch_areTold() throws IOException {
        script.list("5", "a", "b")
                .watch(event("ADDED", "6", "c"), event("MODIFIED", "7", "a"), event("DELETED", "8", "b"));
        try (Reflector<KubeNamespace> reflector = reflect()) {
            awaitChanges(reflector, "+a", "+b", "synced", "+c", "~a", "-b");
            assertThat(reflector.status())
                    .returns(true, ReflectorStatus::synced)
                    .returns(true, ReflectorStatus::watching)
                    .returns(2, ReflectorStatus::objects)
                    .returns("", ReflectorStatus::problem);
        }
        assertThat(server.requests().get(1)).isEqualTo("/api/v1/namespaces?resourceVersion=0 Bearer t");
        assertThat(server.requests().get(2))
                .matches(
                        "/api/v1/namespaces\\?watch=1&allowWatchBookmarks=true&timeoutSeconds=\\d+&resourceVersion=5 .*");
    }

    @Test
    void cutWatch_goesOnAfterTheLastBookmark() throws IOException {
        script.list("5", "a")
                .cutWatch(() -> changes.objects().containsKey("b"), event("ADDED", "6", "b"), bookmark("9", false))
                .watch(event("ADDED", "10", "c"));
        try (Reflector<KubeNamespace> reflector = reflect()) {
            awaitChanges(reflector, "+a", "synced", "+b", "+c");
            assertThat(reflector.status().failures()).isEqualTo(1);
            assertThat(reflector.status().problem()).isEmpty();
        }
        assertThat(server.requests().get(3)).contains("&resourceVersion=9 ");
    }

    @Test
    void goneVersion_isListedAgainAndWhatIsGoneDeleted() throws IOException {
        script.list("5", "a", "b").list("20", "b", "c").list("30", "c").watch(event("ADDED", "6", "d"), error(410));
        script.refuse(script.watches(), 410).watch(event("ADDED", "31", "e"));
        try (Reflector<KubeNamespace> reflector = reflect()) {
            awaitChanges(reflector, "+a", "+b", "synced", "+d", "+c", "-a", "-d", "synced", "-b", "synced", "+e");
        }
        // Not from a cache that is older than what is known.
        assertThat(server.requests().get(3)).startsWith("/api/v1/namespaces?resourceVersion=6 ");
        assertThat(server.requests().get(5)).startsWith("/api/v1/namespaces?resourceVersion=20 ");
    }

    @Test
    void garbageInWatch_isListedAgain() throws IOException {
        script.list("5", "a")
                .list("6", "a", "b")
                .watch("{\"type\":\"ADDED\",\u0000<html>")
                .watch(event("ADDED", "7", "c"));
        try (Reflector<KubeNamespace> reflector = reflect()) {
            awaitChanges(reflector, "+a", "synced", "+b", "synced", "+c");
        }
    }

    @Test
    void otherErrorInWatch_goesOnWhereItWas() throws IOException {
        script.list("5", "a").watch(event("ADDED", "6", "b"), error(500)).watch(event("ADDED", "7", "c"));
        try (Reflector<KubeNamespace> reflector = reflect()) {
            awaitChanges(reflector, "+a", "synced", "+b", "+c");
        }
        assertThat(server.requests().get(3)).contains("&resourceVersion=6 ");
    }

    @Test
    void refusedVersion_isListedInPages() throws IOException {
        script.refuse(script.lists(), 504)
                .list(exchange -> ScriptedServer.send(exchange, 200, ApiScript.listOf("5", "x/y=", "a", "b")))
                .list("5", "c")
                .watch(event("ADDED", "6", "d"));
        try (Reflector<KubeNamespace> reflector = reflect()) {
            awaitChanges(reflector, "+a", "+b", "+c", "synced", "+d");
        }
        assertThat(server.requests().get(2)).startsWith("/api/v1/namespaces?limit=500 ");
        assertThat(server.requests().get(3)).startsWith("/api/v1/namespaces?limit=500&continue=x%2Fy%3D ");
    }

    @Test
    void newServer_sendsAllObjectsInTheWatch() throws IOException {
        script.version(34)
                .watch(
                        event("ADDED", "3", "a"),
                        event("ADDED", "2", "b"),
                        bookmark("9", true),
                        event("DELETED", "10", "a"));
        try (Reflector<KubeNamespace> reflector = reflect()) {
            awaitChanges(reflector, "+a", "+b", "synced", "-a");
            assertThat(reflector.status().watching()).isTrue();
        }
        assertThat(server.requests().get(1))
                .contains("&sendInitialEvents=true&resourceVersionMatch=NotOlderThan")
                .doesNotContain("resourceVersion=");
    }

    @Test
    void newServerThatRefusesIt_isAskedForAList() throws IOException {
        script.version(33).list("5", "a");
        script.refuse(script.watches(), 422).watch(event("ADDED", "6", "b"));
        try (Reflector<KubeNamespace> reflector = reflect()) {
            awaitChanges(reflector, "+a", "synced", "+b");
        }
    }

    @Test
    void outage_keepsWhatIsKnownAndSaysSo() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        script.list("5", "a")
                .cutWatch(() -> changes.objects().containsKey("b"), event("ADDED", "6", "b"))
                .watch(exchange -> {
                    if (refusals.incrementAndGet() <= 5) {
                        ScriptedServer.send(exchange, 503, "starting");
                    } else {
                        ScriptedServer.piece(ScriptedServer.begin(exchange), event("ADDED", "7", "c"));
                        Thread.sleep(PATIENCE.toMillis());
                    }
                });
        try (Reflector<KubeNamespace> reflector = reflect()) {
            await().atMost(PATIENCE)
                    .until(() -> reflector.status().problem().equals("namespaces: the server answers 503: starting"));
            ReflectorStatus status = reflector.status();
            assertThat(status.watching()).isFalse();
            assertThat(status.objects()).isEqualTo(2);
            awaitChanges(reflector, "+a", "synced", "+b", "+c");
            assertThat(reflector.status().watching()).isTrue();
            assertThat(reflector.status().failures()).isEqualTo(6);
        }
    }

    @Test
    void nothingListens_isTold() throws IOException {
        server.close();
        try (Reflector<KubeNamespace> reflector = reflect()) {
            await().atMost(PATIENCE).until(() -> reflector.status().failures() > 2);
            assertThat(reflector.status().problem()).startsWith("namespaces: " + server.uri() + ": ");
            assertThat(reflector.status().synced()).isFalse();
        }
    }

    @Test
    void listThatIsCut_deletesNothing() throws IOException {
        script.list("5", "a", "b")
                .list(exchange -> {
                    exchange.sendResponseHeaders(200, 100_000);
                    ScriptedServer.piece(exchange.getResponseBody(), "{\"items\":[");
                    throw new IllegalStateException("cut");
                })
                .list("6", "b")
                .watch(error(410))
                .watch(event("ADDED", "7", "c"));
        try (Reflector<KubeNamespace> reflector = reflect()) {
            awaitChanges(reflector, "+a", "+b", "synced", "-a", "synced", "+c");
        }
    }

    @Test
    void listenerThatThrows_isToldAllAgain() throws IOException {
        AtomicInteger throwing = new AtomicInteger();
        ResourceListener<KubeNamespace> listener = new ResourceListener<>() {
            @Override
            public void changed(@Nullable KubeNamespace before, KubeNamespace now) {
                if (now.name().equals("b") && throwing.getAndIncrement() == 0) {
                    throw new IllegalStateException("a flaw, made for the test");
                }
                changes.changed(before, now);
            }

            @Override
            public void deleted(KubeNamespace last) {
                changes.deleted(last);
            }

            @Override
            public void synced() {
                changes.synced();
            }
        };
        script.list("5", "a")
                .list("7", "a", "b", "c")
                .watch(event("ADDED", "6", "b"))
                .watch(event("ADDED", "8", "d"));
        try (Reflector<KubeNamespace> reflector =
                start(new Reflector<>(client(), ResourceKind.NAMESPACES, ReflectorOptions.ALL.with(QUICK), listener))) {
            awaitChanges(reflector, "+a", "synced", "~b", "+c", "synced", "+d");
        }
    }

    @Test
    void ownPods_areListedFirst() throws IOException {
        script.list("5", "mine").list("6", "mine", "other").watch(bookmark("7", false));
        RecordedChanges<KubeObject> pods = new RecordedChanges<>();
        try (Reflector<?> reflector = start(new Reflector<>(
                client(), ResourceKind.PODS, ReflectorOptions.podsFirstOf("n 1").with(QUICK), listener(pods)))) {
            await().atMost(PATIENCE)
                    .until(() ->
                            pods.all().contains("synced") && reflector.status().watching());
        }
        assertThat(pods.all()).containsExactly("+mine", "first", "+other", "synced");
        assertThat(server.requests().get(1))
                .startsWith("/api/v1/pods?fieldSelector=spec.nodeName%3Dn+1&resourceVersion=0 ");
        assertThat(server.requests().get(2)).startsWith("/api/v1/pods?resourceVersion=0 ");
    }

    @Test
    void versionOfKind_isTheBestThatTheServerHas() throws IOException {
        script.list(exchange -> ScriptedServer.send(exchange, 404, "{\"message\":\"not found\"}"))
                .list(exchange -> ScriptedServer.send(exchange, 200, "{\"resources\":[{\"name\":\"endpointslices\"}]}"))
                .list("5", "a")
                .watch(bookmark("7", false));
        RecordedChanges<KubeObject> slices = new RecordedChanges<>();
        try (Reflector<?> reflector = start(
                new Reflector<>(client(), ResourceKind.SLICES, ReflectorOptions.ALL.with(QUICK), listener(slices)))) {
            await().atMost(PATIENCE)
                    .until(() -> slices.all().contains("synced")
                            && reflector.status().watching());
        }
        assertThat(server.requests())
                .anyMatch(line -> line.startsWith("/apis/discovery.k8s.io/v1beta1/endpointslices?resourceVersion=0"));
    }

    @Test
    void kindThatTheServerLacks_hasNoObjects() throws IOException {
        script.refuse(script.lists(), 404);
        RecordedChanges<KubeObject> identities = new RecordedChanges<>();
        try (Reflector<?> reflector = start(new Reflector<>(
                client(), ResourceKind.CILIUM_IDENTITIES, ReflectorOptions.ALL.with(QUICK), listener(identities)))) {
            await().atMost(PATIENCE).until(() -> reflector.status().synced());
            assertThat(reflector.status().problem()).isEmpty();
        }
        assertThat(identities.all()).containsExactly("synced");
    }

    /** Passes what it is told to a listener of any objects. */
    private static <T extends KubeObject> ResourceListener<T> listener(RecordedChanges<KubeObject> all) {
        return new ResourceListener<>() {
            @Override
            public void changed(@Nullable T before, T now) {
                all.changed(before, now);
            }

            @Override
            public void deleted(T last) {
                all.deleted(last);
            }

            @Override
            public void firstSynced() {
                all.firstSynced();
            }

            @Override
            public void synced() {
                all.synced();
            }
        };
    }

    private void awaitChanges(Reflector<?> reflector, String... expected) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> assertThat(changes.all())
                .as("changes that %s told", reflector.status())
                .containsExactly(expected));
    }

    private Reflector<KubeNamespace> reflect() throws IOException {
        return start(new Reflector<>(client(), ResourceKind.NAMESPACES, ReflectorOptions.ALL.with(QUICK), changes));
    }

    private static <T extends KubeObject> Reflector<T> start(Reflector<T> reflector) {
        reflector.start(Thread::new);
        return reflector;
    }

    private ApiClient client() throws IOException {
        Path config = server.kubeconfig(directory, null, "token: t");
        return new ApiClient(Kubeconfig.access(List.of(config), "", System.getenv()), Duration.ofSeconds(20));
    }
}
