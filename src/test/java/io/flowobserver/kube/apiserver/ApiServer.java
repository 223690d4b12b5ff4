// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowobserver.kube.config.Kubeconfig;
import io.flowobserver.kube.http.ApiClient;
import io.flowobserver.tls.JdkClientTls;
import io.flowobserver.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real kube-apiserver with its etcd, on loopback, and a client that changes objects in it. */
final class ApiServer implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration REQUEST = Duration.ofSeconds(30);
    private static final Pattern MINOR = Pattern.compile("v1\\.(\\d+)\\.");

    private final Path directory;
    private final Path program;
    private final Process etcd;
    private final int port;
    private final List<String> command;
    private final HttpClient http;
    private Process server;

    private ApiServer(Path directory, Path program, Path etcdProgram) throws Exception {
        this.directory = directory;
        this.program = program;
        http = HttpClient.newBuilder()
                .sslContext(JdkClientTls.insecureContext(null))
                .build();
        String etcdUrl = "http://127.0.0.1:" + freePort();
        String peerUrl = "http://127.0.0.1:" + freePort();
        etcd = start(
                "etcd",
                List.of(
                        etcdProgram.toString(),
                        "--data-dir=" + directory.resolve("etcd"),
                        "--listen-client-urls=" + etcdUrl,
                        "--advertise-client-urls=" + etcdUrl,
                        "--listen-peer-urls=" + peerUrl));
        port = freePort();
        command = command(etcdUrl);
        server = start("kube-apiserver", command);
    }

    /** Starts one, and skips the calling test, with what is missing, if there is none. */
    static ApiServer start(Path directory) throws Exception {
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        Path built = Path.of(cache, "observer", "kube-apiserver-1.20.2");
        Path program = named("KUBE_APISERVER", built.resolve("kube-apiserver"));
        Path etcd = named("ETCD", built.resolve("etcd"));
        ApiServer made = new ApiServer(directory, program, etcd);
        try {
            made.awaitReady();
            return made;
        } catch (Throwable e) {
            made.close();
            throw e;
        }
    }

    /** The minor version of the server. */
    int minor() throws Exception {
        Process process = new ProcessBuilder(program.toString(), "--version").start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = MINOR.matcher(text);
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    ApiClient client() throws IOException {
        Path config = Files.write(
                directory.resolve("kubeconfig"),
                List.of(
                        "current-context: c",
                        "contexts: [{name: c, context: {cluster: c, user: u}}]",
                        "clusters: [{name: c, cluster: {server: \"https://127.0.0.1:" + port + "\",",
                        "  certificate-authority: certs/apiserver.crt}}]",
                        "users: [{name: u, user: {token: secret}}]"));
        return new ApiClient(Kubeconfig.access(List.of(config), "", System.getenv()), REQUEST);
    }

    /** Sends a request and returns the answer, which must be a success. */
    String send(String method, String path, String type, String body) throws Exception {
        HttpResponse<String> answer = request(method, path, type, body);
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.body());
        }
        return answer.body();
    }

    void create(String path, String body) throws Exception {
        send("POST", path, "application/json", body);
    }

    void patch(String path, String body) throws Exception {
        send("PATCH", path, "application/merge-patch+json", body);
    }

    void delete(String path) throws Exception {
        send("DELETE", path + "?gracePeriodSeconds=0", "application/json", "");
    }

    /** Ends the server as a crash does. */
    void kill() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    void restart() throws Exception {
        server = start("kube-apiserver", command);
        awaitReady();
    }

    @Override
    public void close() {
        server.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        etcd.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private List<String> command(String etcdUrl) throws Exception {
        Path key = directory.resolve("account.key");
        if (!Files.exists(key)) {
            TestAuthority.openssl("genrsa -out", key.toString(), "2048");
        }
        Path tokens = Files.writeString(directory.resolve("tokens"), "secret,admin,1,system:masters\n");
        List<String> words = new ArrayList<>(List.of(
                program.toString(),
                "--etcd-servers=" + etcdUrl,
                "--secure-port=" + port,
                "--bind-address=127.0.0.1",
                "--cert-dir=" + directory.resolve("certs"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--service-cluster-ip-range=10.0.0.0/24",
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--disable-admission-plugins=ServiceAccount"));
        if (minor() < 24) {
            words.add("--insecure-port=0");
        }
        return words;
    }

    private void awaitReady() {
        await().atMost(READY)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> server.isAlive()
                        && request("GET", "/readyz", "application/json", "").statusCode() == 200);
    }

    private HttpResponse<String> request(String method, String path, String type, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                        .timeout(REQUEST)
                        .header("Authorization", "Bearer secret")
                        .header("Content-Type", type)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Process start(String name, List<String> words) throws IOException {
        return new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(name + ".log").toFile()))
                .start();
    }

    private static Path named(String variable, Path otherwise) {
        String named = System.getenv().getOrDefault(variable, "");
        Path path = named.isEmpty() ? otherwise : Path.of(named);
        assumeTrue(
                Files.isExecutable(path),
                named.isEmpty()
                        ? "no kube-apiserver here; make test-apiserver builds one, KUBE_APISERVER and ETCD name others"
                        : variable + "=" + named + " is no program");
        return path;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
