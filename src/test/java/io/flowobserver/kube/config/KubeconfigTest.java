// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
    private static final String CONTEXTS =
            """
            apiVersion: v1
            kind: Config
            current-context: one
            contexts:
            - {name: one, context: {cluster: c, user: u}}
            - {name: two, context: {cluster: d, user: u}}
            - {name: lost, context: {cluster: gone, user: u}}
            """;
    private static final String CLUSTERS =
            """
            clusters:
            - {name: c, cluster: {server: "https://c:6443/", certificate-authority: ca.pem}}
            - {name: d, cluster: {server: "https://d/prefix", insecure-skip-tls-verify: true}}
            """;
    private static final String USERS = "users: [{name: u, user: {token: abc}}]\n";

    @TempDir
    private Path directory;

    @Test
    void access_currentContext_isThatOfItsClusterAndUser() throws IOException {
        ClusterAccess access = access("", write("all", CONTEXTS + CLUSTERS + USERS));
        assertThat(access.server()).hasToString("https://c:6443");
        assertThat(access.trust().cas()).hasToString(directory.resolve("ca.pem").toString());
        assertThat(access.login().credential().token()).isEqualTo("abc");
        assertThat(access.origin()).contains("context one of ").endsWith("all");
    }

    @Test
    void access_otherContext_isThat() throws IOException {
        ClusterAccess access = access("two", write("all", CONTEXTS + CLUSTERS + USERS));
        assertThat(access.server()).hasToString("https://d/prefix");
        assertThat(access.trust().insecure()).isTrue();
    }

    @Test
    void access_severalFiles_areOneAndTheFirstIsRight() throws IOException {
        Path first = write("first", "current-context: two\n" + USERS);
        Path second = write("second", CONTEXTS + CLUSTERS + USERS.replace("abc", "other"));
        ClusterAccess access = access("", first, directory.resolve("missing"), second);
        assertThat(access.server()).hasToString("https://d/prefix");
        assertThat(access.login().credential().token()).isEqualTo("abc");
    }

    @Test
    void access_dataBesideFile_areTheData() throws IOException {
        String data = Base64.getEncoder().encodeToString("PEM".getBytes(StandardCharsets.UTF_8));
        Path file = write(
                "all",
                CONTEXTS
                        + "clusters: [{name: c, cluster: {server: \"https://c\", certificate-authority: no.pem,"
                        + " certificate-authority-data: " + data + "}}]\n" + USERS);
        PemSource cas = access("", file).trust().cas();
        assertThat(cas).isNotNull();
        assertThat(cas.read().pem()).asString().isEqualTo("PEM");
    }

    @Test
    void credential_changedTokenFile_isTheNewToken() throws IOException {
        Path token = write("token", "old\n");
        Path file = write("all", CONTEXTS + CLUSTERS + "users: [{name: u, user: {tokenFile: token}}]\n");
        Login login = access("", file).login();
        assertThat(login.credential().token()).isEqualTo("old");
        Files.writeString(token, "new");
        assertThat(login.credential().token()).isEqualTo("new");
        assertThat(login.credential()).asString().doesNotContain("new");
    }

    @Test
    void access_whatIsNotSupported_isRefusedWithThePlace() throws IOException {
        assertRefused(
                "users[0].user.username: is not supported; use a token",
                CONTEXTS + CLUSTERS + "users: [{name: u, user: {username: x, password: y}}]\n");
        assertRefused(
                "users[0].user.auth-provider",
                CONTEXTS + CLUSTERS + "users: [{name: u, user: {auth-provider: {name: gcp}}}]\n");
        assertRefused("users[0].user.as: ", CONTEXTS + CLUSTERS + "users: [{name: u, user: {token: a, as: b}}]\n");
        assertRefused(
                "clusters[0].cluster.tls-server-name",
                CONTEXTS + "clusters: [{name: c, cluster: {server: \"https://c\", tls-server-name: d}}]\n" + USERS);
        assertRefused(
                "clusters[0].cluster.proxy-url: must be a URL that begins with http://",
                CONTEXTS + "clusters: [{name: c, cluster: {server: \"https://c\", proxy-url: \"socks5://d:1\"}}]\n"
                        + USERS);
    }

    @Test
    void access_wrongFile_isRefusedInOneLine() throws IOException {
        assertRefused("has no context \"one\"; there is none at all", "current-context: one");
        assertRefused("there is no current-context", CLUSTERS);
        assertRefused("there is no user \"u\"", CONTEXTS + CLUSTERS + "users: [{name: v, user: {token: a}}]\n");
        assertRefused(
                "token: must be a text; put it in quotes",
                CONTEXTS + CLUSTERS + "users: [{name: u, user: {token: 123}}]\n");
        assertRefused(
                "client-key: has no client-certificate",
                CONTEXTS + CLUSTERS + "users: [{name: u, user: {client-key: x}}]\n");
        assertRefused(":2: is not YAML", "a: b\n\tc: {d\n");
        assertRefused("is no kubeconfig", "- a\n");
        assertRefused("clusters: must be a list", CONTEXTS + "clusters: 3\n");
        assertRefused(
                "would make certificate-authority useless",
                CONTEXTS
                        + "clusters: [{name: c, cluster: {server: \"https://c\", insecure-skip-tls-verify: true,"
                        + " certificate-authority: x}}]\n" + USERS);
        assertRefused("server: is missing", CONTEXTS + "clusters: [{name: c, cluster: {}}]\n" + USERS);
        assertRefused("must be a URL", CONTEXTS + "clusters: [{name: c, cluster: {server: \"c:6443\"}}]\n" + USERS);
        assertRefused("is not YAML: Global tag is not allowed", "a: !!java.net.URL [\"http://x\"]\n");
        assertRefused(
                "exec.apiVersion: must be",
                CONTEXTS + CLUSTERS
                        + "users: [{name: u, user: {exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}}}]");
        assertThatThrownBy(() -> access("", directory.resolve("none"))).hasMessageEndingWith("none: no such file");
        assertThatThrownBy(() -> access("lost", write("lost", CONTEXTS + CLUSTERS + USERS)))
                .hasMessageContaining("contexts[2].context.cluster: there is no cluster \"gone\"; known are c, d");
    }

    @Test
    void access_hostileYaml_isRefused() throws IOException {
        assertRefused("", "{".repeat(100_000));
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            laughs.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }
        assertRefused("", laughs.toString());
    }

    @Test
    void paths_ofTheEnvironment_areKubectls() {
        assertThat(Kubeconfig.paths(Map.of("HOME", "/h"))).containsExactly(Path.of("/h/.kube/config"));
        assertThat(Kubeconfig.paths(Map.of("HOME", "/h", "KUBECONFIG", "/a::/b")))
                .containsExactly(Path.of("/a"), Path.of("/b"));
    }

    private void assertRefused(String message, String text) throws IOException {
        Path file = write("refused", text);
        assertThatThrownBy(() -> access("", file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(directory.toString())
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    private static ClusterAccess access(String context, Path... files) throws IOException {
        return Kubeconfig.access(List.of(files), context, Map.of());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
