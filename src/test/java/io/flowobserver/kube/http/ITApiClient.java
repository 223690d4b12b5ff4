// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.kube.ScriptedServer;
import io.flowobserver.kube.config.Kubeconfig;
import io.flowobserver.tls.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client and a real server, by HTTP and HTTPS. */
class ITApiClient {
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir
    private Path directory;

    @Test
    void get_changedTokenFile_sendsTheNewToken() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "old");
        try (ScriptedServer server = ScriptedServer.plain()) {
            server.script(exchange -> ScriptedServer.send(exchange, 200, "{}"));
            ApiClient client = client(server, null, "tokenFile: token");
            assertThat(text(client, "/a")).isEqualTo("{}");
            Files.writeString(token, "new");
            text(client, "/b?c=d%20e");
            assertThat(server.requests()).containsExactly("/a Bearer old", "/b?c=d%20e Bearer new");
        }
    }

    @Test
    void get_401WithProgram_asksItOnceMore() throws Exception {
        Path program = directory.resolve("login");
        Files.writeString(
                program,
                "#!/bin/sh\ncd " + directory + "\necho >> runs\n"
                        + "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"kind\":\"ExecCredential\","
                        + "\"status\":{\"token\":\"t'$(wc -l < runs)'\"}}'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        try (ScriptedServer server = ScriptedServer.plain()) {
            server.script(exchange -> ScriptedServer.send(
                    exchange,
                    exchange.getRequestHeaders().getFirst("Authorization").endsWith("t2") ? 200 : 401,
                    "{}"));
            ApiClient client =
                    client(server, null, "exec: {command: ./login, apiVersion: client.authentication.k8s.io/v1beta1}");
            assertThat(text(client, "/a")).isEqualTo("{}");
            assertThat(server.requests()).containsExactly("/a Bearer t1", "/a Bearer t2");
            server.script(exchange -> ScriptedServer.send(exchange, 401, "{\"message\":\"who\\nare you?\"}"));
            assertThatThrownBy(() -> text(client, "/b")).hasMessage("the server answers 401: who are you?");
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    void get_refusal_tellsStatusAndTime() throws Exception {
        try (ScriptedServer server = ScriptedServer.plain()) {
            server.script(exchange -> {
                exchange.getResponseHeaders().add("Retry-After", "7");
                ScriptedServer.send(exchange, 429, "{\"kind\":\"Status\",\"message\":\"slow down\"}");
            });
            ApiClient client = client(server, null, "token: t");
            assertThatThrownBy(() -> text(client, "/a"))
                    .isInstanceOfSatisfying(ApiException.class, e -> {
                        assertThat(e.status()).isEqualTo(429);
                        assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                    })
                    .hasMessage("the server answers 429: slow down");
            server.script(exchange -> {
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
                ScriptedServer.send(exchange, 302, "<html>");
            });
            assertThatThrownBy(() -> text(client, "/a")).hasMessage("the server answers 302: <html>");
        }
    }

    @Test
    void get_certificateOfChangedAuthority_isTrustedWithItsFile() throws Exception {
        TestAuthority old = TestAuthority.create(directory, "old");
        TestAuthority other = TestAuthority.create(directory, "other");
        Path ca = Files.copy(old.certificate(), directory.resolve("ca.crt"));
        try (ScriptedServer server = ScriptedServer.secure(other.issue("server", 10, "IP:127.0.0.1"))) {
            server.script(exchange -> ScriptedServer.send(exchange, 200, "{}"));
            ApiClient client = client(server, ca, "token: t");
            assertThatThrownBy(() -> text(client, "/a"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("PKIX")
                    .hasMessageStartingWith(server.uri().toString());
            Files.copy(other.certificate(), ca, StandardCopyOption.REPLACE_EXISTING);
            assertThat(text(client, "/a")).isEqualTo("{}");
        }
        try (ScriptedServer server = ScriptedServer.secure(other.issue("wrong", 10, "DNS:elsewhere"))) {
            server.script(exchange -> ScriptedServer.send(exchange, 200, "{}"));
            ApiClient client = client(server, ca, "token: t");
            assertThatThrownBy(() -> text(client, "/a")).hasMessageContaining("127.0.0.1");
            assertThat(text(insecure(server), "/a")).isEqualTo("{}");
        }
    }

    @Test
    void get_compressed_isReadAsItComes() throws Exception {
        try (ScriptedServer server = ScriptedServer.plain()) {
            CountDownLatch read = new CountDownLatch(1);
            server.script(exchange -> {
                assertThat(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                        .isEqualTo("gzip");
                exchange.getResponseHeaders().add("Content-Encoding", "gzip");
                try (GZIPOutputStream out = new GZIPOutputStream(ScriptedServer.begin(exchange), 512, true)) {
                    ScriptedServer.piece(out, "first");
                    read.await(20, TimeUnit.SECONDS);
                    ScriptedServer.piece(out, "second");
                }
            });
            try (InputStream in = client(server, null, "token: t").get("/a", PATIENCE)) {
                assertThat(in.readNBytes(5)).asString().isEqualTo("first");
                read.countDown();
                assertThat(in.readAllBytes()).asString().isEqualTo("second");
            }
        }
    }

    @Test
    void allow_bombInGzip_endsAtTheBound() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            byte[] spaces = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                out.write(spaces);
            }
        }
        try (ScriptedServer server = ScriptedServer.plain()) {
            server.script(exchange -> {
                exchange.getResponseHeaders().add("Content-Encoding", "gzip");
                exchange.sendResponseHeaders(200, bomb.size());
                exchange.getResponseBody().write(bomb.toByteArray());
            });
            try (BoundedInput in =
                    new BoundedInput(client(server, null, "token: t").get("/a", PATIENCE))) {
                in.allow(1 << 20);
                assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
                        .hasMessageContaining("larger");
            }
        }
    }

    @Test
    void read_silentServer_endsInTime() throws Exception {
        try (ScriptedServer server = ScriptedServer.plain()) {
            CountDownLatch end = new CountDownLatch(1);
            server.script(exchange -> {
                ScriptedServer.piece(ScriptedServer.begin(exchange), "first");
                end.await(20, TimeUnit.SECONDS);
            });
            ApiClient client = client(server, null, "token: t");
            try (InputStream in = client.get("/a", new Patience(Duration.ofMillis(200), Duration.ofSeconds(20)))) {
                assertThat(in.readNBytes(5)).asString().isEqualTo("first");
                assertThatThrownBy(in::read).hasMessageContaining("the server sent nothing for");
            }
            try (InputStream in = client.get("/a", new Patience(Duration.ofSeconds(20), Duration.ofMillis(200)))) {
                assertThatThrownBy(in::readAllBytes).hasMessageContaining("was not complete after");
            }
            end.countDown();
        }
    }

    @Test
    void read_cutConnection_isAnError() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.plain()) {
            server.script(exchange -> {
                exchange.sendResponseHeaders(200, 100);
                ScriptedServer.piece(exchange.getResponseBody(), "short");
                // If all came at once, the request would fail, and not the reading.
                begun.await(20, TimeUnit.SECONDS);
                throw new IOException("cut");
            });
            try (InputStream in = client(server, null, "token: t").get("/a", PATIENCE)) {
                begun.countDown();
                assertThatThrownBy(in::readAllBytes).hasMessageContaining("the connection was lost: ");
            }
        }
    }

    private String text(ApiClient client, String target) throws Exception {
        try (InputStream in = client.get(target, PATIENCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ApiClient insecure(ScriptedServer server) throws IOException {
        Path config = server.kubeconfig(directory, null, "token: t");
        Files.writeString(
                config,
                Files.readString(config).replace("    server:", "    insecure-skip-tls-verify: true\n    server:"));
        return new ApiClient(Kubeconfig.access(List.of(config), "", System.getenv()), Duration.ofSeconds(20));
    }

    private ApiClient client(ScriptedServer server, Path ca, String user) throws IOException {
        Path config = server.kubeconfig(directory, ca, user);
        return new ApiClient(Kubeconfig.access(List.of(config), "", System.getenv()), Duration.ofSeconds(20));
    }
}
