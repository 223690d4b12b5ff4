// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.file.FileWatcher;
import io.flowobserver.serve.MetricsListener;
import io.flowobserver.serve.listen.ConnectionCounts;
import io.flowobserver.serve.listen.ListenUrl;
import io.flowobserver.serve.listen.LogLines;
import io.flowobserver.tls.TestAuthority;
import io.flowobserver.tls.TestAuthority.Issued;
import io.flowobserver.tls.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics listener with TLS, asked by curl. */
class ITMetricsTls {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NAMES = "DNS:localhost";

    @TempDir
    private Path directory;

    private TestAuthority authority;
    private MetricsListener listener;
    private final FileWatcher watcher = new FileWatcher(Thread::new);

    @BeforeEach
    void makeFiles() throws Exception {
        authority = TestAuthority.create(directory, "first");
        put(authority.issue("server", 30, NAMES));
    }

    @AfterEach
    void stop() {
        watcher.close();
        if (listener != null) {
            listener.close();
        }
    }

    @Test
    void metrics_overTls_servesOldAndNewProtocolsOfHttpAlike() throws Exception {
        start(List.of());
        assertThat(curl("--cacert", authority.certificate().toString())).contains("hubble_lost_events_total");
        assertThat(curl("--cacert", authority.certificate().toString(), "--http2", "-w", "%{http_version}"))
                .endsWith("1.1");
        assertFails("exit 35", "it does not offer TLS 1.3; update it", "--insecure", "--tls-max", "1.2");
        assertFails("exit 60", "it does not trust this server's certificate; give it the CA that signed it");
        assertThat(run("curl", "-sS", "http://localhost:" + port() + "/metrics"))
                .isEqualTo("This listener speaks TLS only. Use https, and trust the CA of its certificate.\n");
    }

    @Test
    void metrics_withClientCa_servesWhoShowsACertificateOfIt() throws Exception {
        start(List.of(authority.certificate()));
        Issued client = authority.issue("client", 30, NAMES);
        Issued stranger = TestAuthority.create(directory, "other").issue("stranger", 30, NAMES);
        assertThat(curl(as(client))).contains("hubble_lost_events_total");
        try (var log = new LogLines()) {
            assertThat(curl(as(stranger))).startsWith("exit 56");
            assertThat(curl("--cacert", authority.certificate().toString())).startsWith("exit 56");
            Awaitility.await().untilAsserted(() -> assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("CA in --metrics-server-tls-client-ca-files"));
        }
    }

    @Test
    void metrics_filesNotThereYet_clientsAreRejectedUntilTheyAre() throws Exception {
        Path aside = Files.move(directory.resolve("tls.pem"), directory.resolve("aside.pem"));
        start(List.of());
        assertThat(curl("--insecure")).startsWith("exit 35");
        Files.move(aside, directory.resolve("tls.pem"));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(curl("--insecure"))
                .contains("hubble_lost_events_total"));
    }

    @Test
    void metrics_newCertificate_isShownToNewConnections() throws Exception {
        start(List.of());
        TestAuthority other = TestAuthority.create(directory, "second");
        assertThat(curl("--cacert", other.certificate().toString())).startsWith("exit 60");
        put(other.issue("server2", 30, NAMES));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        curl("--cacert", other.certificate().toString()))
                .contains("hubble_lost_events_total"));
        Files.writeString(directory.resolve("tls.pem"), "damaged");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> listener.tls().orElseThrow().failures() > 0);
        assertThat(curl("--cacert", other.certificate().toString())).contains("hubble_lost_events_total");
    }

    @Test
    void start_unusableFile_saysSoInOneLine() throws Exception {
        Files.writeString(directory.resolve("tls.pem"), "nothing");
        assertThatThrownBy(() -> start(List.of()))
                .isInstanceOf(IOException.class)
                .hasMessage(directory.resolve("tls.pem") + ": there is no certificate in it; give certificates in PEM");
    }

    private void assertFails(String output, String logged, String... arguments) throws Exception {
        try (var log = new LogLines()) {
            listener.close();
            start(List.of());
            assertThat(curl(arguments)).startsWith(output);
            Awaitility.await().untilAsserted(() -> assertThat(log.lines())
                    .filteredOn(line -> line.contains("failed the TLS handshake"))
                    .singleElement()
                    .asString()
                    .endsWith(logged));
        }
    }

    private void start(List<Path> clientCas) throws IOException {
        TlsFiles files = new TlsFiles(directory.resolve("tls.pem"), directory.resolve("tls-key.pem"), clientCas);
        listener = new MetricsListener(
                new MetricsListener.Options(new ListenUrl.Tcp("127.0.0.1", 0), Optional.of(files)),
                DaemonMetrics.routes(MetricsListeners.exposition(), () -> true, () -> true),
                new ConnectionCounts());
        listener.start();
        listener.tls().orElseThrow().watch(watcher);
        if (!watcher.isAlive()) {
            watcher.start();
        }
    }

    private int port() {
        return ((ListenUrl.Tcp) listener.bound()).port();
    }

    private void put(Issued server) throws IOException {
        Files.copy(server.certificate(), directory.resolve("tls.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(server.key(), directory.resolve("tls-key.pem"), StandardCopyOption.REPLACE_EXISTING);
    }

    private String[] as(Issued client) {
        return new String[] {
            "--cacert", authority.certificate().toString(),
            "--cert", client.certificate().toString(),
            "--key", client.key().toString()
        };
    }

    private String curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "https://localhost:" + port() + "/metrics"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** What it prints, or with which code it ends. */
    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return code == 0 ? output : "exit " + code + ": " + output;
    }
}
