// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.flowobserver.tls.JdkClientTls;
import io.flowobserver.tls.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server that answers as a test says, by HTTP or HTTPS on loopback. */
public final class ScriptedServer implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Answer script = exchange -> exchange.sendResponseHeaders(404, -1);

    /** Answers a request. The exchange is closed after it. */
    public interface Answer {
        void answer(HttpExchange exchange) throws Exception;
    }

    private ScriptedServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Without TLS. */
    public static ScriptedServer plain() throws IOException {
        return new ScriptedServer(HttpServer.create(loopback(0), 0), "http");
    }

    /** With a certificate. */
    public static ScriptedServer secure(TestAuthority.Issued certificate) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(0), 0);
        JdkClientTls.Identity identity = new JdkClientTls.Identity(
                new JdkClientTls.Text("certificate", Files.readAllBytes(certificate.certificate())),
                new JdkClientTls.Text("key", Files.readAllBytes(certificate.key())));
        server.setHttpsConfigurator(new HttpsConfigurator(JdkClientTls.context(null, identity)));
        return new ScriptedServer(server, "https");
    }

    public void script(Answer answer) {
        script = answer;
    }

    public URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Path, query and token of each request. */
    public List<String> requests() {
        return requests;
    }

    /** Writes a kubeconfig for this server. */
    public Path kubeconfig(Path directory, @Nullable Path ca, String user) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "current-context: c",
                "contexts: [{name: c, context: {cluster: c, user: u}}]",
                "clusters:",
                "- name: c",
                "  cluster:",
                "    server: \"" + uri() + "\""));
        if (ca != null) {
            lines.add("    certificate-authority: \"" + ca + "\"");
        }
        lines.add("users: [{name: u, user: {" + user + "}}]");
        return Files.write(directory.resolve("kubeconfig"), lines);
    }

    /** Sends a whole answer. */
    public static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Begins an answer of unknown length. */
    public static OutputStream begin(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    /** Sends a piece of such an answer at once. */
    public static void piece(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(exchange.getRequestURI() + (token == null ? "" : " " + token));
        try (exchange) {
            script.answer(exchange);
        } catch (Exception cut) {
            // The client went, or the script wants the connection cut.
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
