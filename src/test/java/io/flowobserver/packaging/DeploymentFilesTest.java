// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the manifests, the seccomp profile and the systemd unit grant is the same. */
class DeploymentFilesTest {
    private static final List<String> CAPABILITIES = List.of("BPF", "NET_ADMIN", "PERFMON");
    private static final Path KUBERNETES = Path.of("deploy/kubernetes");

    @Test
    void daemonSet_isCriticalForItsNode() throws IOException {
        assertThat(podSpec(daemonSet())).containsEntry("priorityClassName", "system-node-critical");
    }

    @Test
    void daemonSet_grantsThreeCapabilitiesUnderTheRuntimesProfile() throws IOException {
        Map<String, Object> container = container(daemonSet(), "containers", 0);

        assertThat(at(container, "securityContext", "capabilities"))
                .isEqualTo(Map.of("drop", List.of("ALL"), "add", CAPABILITIES));
        assertThat(at(container, "securityContext", "seccompProfile")).isEqualTo(Map.of("type", "RuntimeDefault"));
    }

    @Test
    void localhostPatch_setsTheProfileThatItPutsThere() throws IOException {
        Map<String, Object> patch = load("localhost-seccomp.yaml").get(0);
        Map<String, Object> installer = container(patch, "initContainers", 0);
        Map<String, Object> container = container(patch, "containers", 0);
        List<?> command = (List<?>) installer.get("command");

        assertThat(container.get("name"))
                .isEqualTo(container(daemonSet(), "containers", 0).get("name"));
        assertThat(installer.get("image"))
                .isEqualTo(container(daemonSet(), "containers", 0).get("image"));
        assertThat(command).hasToString("[cp, /opt/observer/seccomp/observer.json, /host/seccomp/observer.json]");
        assertThat(at(container, "securityContext", "seccompProfile"))
                .isEqualTo(Map.of("type", "Localhost", "localhostProfile", "observer.json"));
    }

    @Test
    void seccompProfile_allowsTheTwoCallsAndHasNoConditionThatARuntimeWouldMiss() throws IOException {
        JsonObject profile = JsonParser.parseString(Files.readString(Path.of("deploy/seccomp/observer.json")))
                .getAsJsonObject();

        // Runtimes read it as linux.seccomp of the OCI specification, which knows neither of these.
        assertThat(profile.keySet()).doesNotContain("archMap", "defaultErrno");
        assertThat(profile.get("defaultAction").getAsString()).isEqualTo("SCMP_ACT_ERRNO");
        assertThat(actions(profile, "bpf")).containsExactly("SCMP_ACT_ALLOW");
        assertThat(actions(profile, "perf_event_open")).containsExactly("SCMP_ACT_ALLOW");
        assertThat(actions(profile, "kexec_load")).doesNotContain("SCMP_ACT_ALLOW");
    }

    @Test
    void unit_grantsThreeCapabilities() throws IOException {
        String three =
                String.join(" ", CAPABILITIES.stream().map("CAP_"::concat).toList());

        assertThat(Files.readAllLines(Path.of("deploy/systemd/observer.service")))
                .contains("AmbientCapabilities=" + three, "CapabilityBoundingSet=" + three, "NoNewPrivileges=yes");
    }

    private static List<String> actions(JsonObject profile, String call) {
        return profile.getAsJsonArray("syscalls").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(rule -> rule.getAsJsonArray("names").asList().stream()
                        .anyMatch(name -> name.getAsString().equals(call)))
                .map(rule -> rule.get("action").getAsString())
                .toList();
    }

    private static Map<String, Object> daemonSet() throws IOException {
        return load("daemonset.yaml").stream()
                .filter(object -> "DaemonSet".equals(object.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> load(String name) throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Object document : new Yaml().loadAll(Files.readString(KUBERNETES.resolve(name)))) {
            documents.add((Map<String, Object>) document);
        }
        return documents;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> podSpec(Map<String, Object> daemonSet) {
        return (Map<String, Object>) at(daemonSet, "spec", "template", "spec");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> container(Map<String, Object> daemonSet, String kind, int index) {
        return ((List<Map<String, Object>>) podSpec(daemonSet).get(kind)).get(index);
    }

    private static Object at(Map<String, Object> object, String... path) {
        Object value = object;
        for (String name : path) {
            value = ((Map<?, ?>) value).get(name);
        }
        return value;
    }
}
