// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.Observer;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.serve.MetricsListener;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.TlsFixture;
import io.flowobserver.serve.http.ProbeRoutes;
import io.flowobserver.serve.listen.ConnectionCounts;
import io.flowobserver.serve.listen.ListenUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client commands say when something else is at the other end than they expect, by real sockets. */
@Timeout(120)
@Tag("concurrent")
class ITWrongServer {
    @TempDir
    private Path directory;

    /** Bytes that a server sends when it has read something, or as soon as there is a connection. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 400 Bad Request\\r\\n\\r\\n| true | it speaks HTTP/1",
                "<!DOCTYPE HTML>\\n<html>| true | it speaks HTTP/1",
                "SSH-2.0-OpenSSH_9.2\\r\\n| false | what it sends begins with \"SSH-2.0-OpenSSH_\"",
                "\\x15\\x03\\x01\\x00\\x02\\x02\\x46| true | it speaks TLS; give --tls",
                "''| true | it closes the connection without a word"
            })
    void anyCommand_foreignServer_saysWhatItIs(String reply, boolean reads, String expected) throws Exception {
        try (var foreign = new ForeignServer(bytes(reply), reads)) {
            for (List<String> command : List.of(List.of("status"), List.of("list", "namespaces"), List.of("observe"))) {
                assertSays(expected, foreign.port(), command);
            }
        }
    }

    @Test
    void anyCommand_metricsPort_isToldAsSuch() throws Exception {
        var options = new MetricsListener.Options(new ListenUrl.Tcp("127.0.0.1", 0), Optional.empty());
        try (var metrics =
                new MetricsListener(options, ProbeRoutes.of(() -> true, () -> true), new ConnectionCounts())) {
            metrics.start();
            int port = ((ListenUrl.Tcp) metrics.bound()).port();
            assertSays("it serves only HTTP/1.1 there", port, List.of("status"));
            assertSays("it serves only HTTP/1.1 there", port, List.of("status", "--tls"));
            assertSays("it serves only HTTP/1.1 there", port, List.of("observe"));
        }
    }

    @Test
    void status_tlsMismatches_nameTheFlag() throws Exception {
        var tls = new TlsFixture(directory);
        String ca = "--tls-ca-cert-files=" + tls.authority.certificate();
        try (var served = new ServedRing(7, tls.access());
                var plain = new ServedRing(7)) {
            int port = served.port(0);
            assertSays("it speaks TLS; give --tls", port, List.of("status"));
            assertSays("it speaks TLS; give --tls", port, List.of("observe"));
            assertSays("name the CA with --tls-ca-cert-files", port, List.of("status", "--tls"));
            assertSays("give --tls-client-cert-file", port, List.of("status", "--tls", ca));
            assertSays(
                    "give that with --tls-server-name", port, List.of("status", "--tls", ca, "--tls-server-name=x.y"));
            assertSays("it speaks gRPC without TLS; leave out --tls", plain.port(0), List.of("status", "--tls"));
        }
    }

    @Test
    void observe_serverThatHasStopped_refuses() throws Exception {
        try (var served = new ServedRing(7)) {
            int port = served.port(0);
            served.server.close();
            assertSays("connection refused", port, List.of("observe"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void observe_serverThatStopsMidCall_isToldAfterItsFlows(boolean unix) throws Exception {
        try (var server = new ScriptedServer(directory.resolve("o.sock"))) {
            server.onGetFlows((request, answers) -> answers.onNext(GetFlowsResponse.newBuilder()
                    .setFlow(Flow.getDefaultInstance())
                    .build()));
            String address = unix ? server.unixAddress() : server.tcpAddress();
            Process client = new ProcessBuilder(launcher(), "observe", "--follow", "-j", "--server", address).start();
            try (BufferedReader out = client.inputReader();
                    BufferedReader err = client.errorReader()) {
                assertThat(out.readLine()).isEqualTo("{}");
                server.stop();
                assertThat(err.lines()).containsExactly("observer: the server at " + address + " ended the connection");
                assertThat(out.readLine()).isNull();
                assertThat(client.waitFor()).isEqualTo(1);
            } finally {
                client.destroyForcibly();
            }
        }
    }

    private static String launcher() {
        return Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer")
                .toAbsolutePath()
                .toString();
    }

    private static void assertSays(String expected, int port, List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.add("--server=127.0.0.1:" + port);
        var err = new StringWriter();
        int code = Observer.commandLine(Map.of(), words.toArray(String[]::new))
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(words.toArray(String[]::new));
        assertThat(err.toString())
                .as(command.toString())
                .startsWith("observer: cannot ")
                .contains("the server at 127.0.0.1:" + port, expected)
                .doesNotContain("desc =", "Exception", "Internal", "Channel Pipeline")
                .satisfies(text -> assertThat(text.lines()).hasSize(1));
        assertThat(code).isEqualTo(1);
    }

    private static byte[] bytes(String text) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i)) {
                hex.append(text, i + 2, i + 4);
                i += 3;
            } else if (text.charAt(i) == '\\') {
                hex.append(text.charAt(++i) == 'r' ? "0d" : "0a");
            } else {
                hex.append(HexFormat.of().toHexDigits((byte) text.charAt(i)));
            }
        }
        return HexFormat.of().parseHex(hex);
    }

    /** Sends the same to each client and closes the connection. */
    private static final class ForeignServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final byte[] reply;
        private final boolean reads;

        ForeignServer(byte[] reply, boolean reads) throws IOException {
            this.reply = reply;
            this.reads = reads;
            Thread thread = new Thread(this::serve, "foreign-server");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        private void serve() {
            byte[] request = new byte[1 << 10];
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    if (reads && client.getInputStream().read(request) < 0) {
                        continue;
                    }
                    client.getOutputStream().write(reply);
                    client.shutdownOutput();
                    client.setSoTimeout(1_000);
                    while (client.getInputStream().read(request) >= 0) {
                        Arrays.fill(request, (byte) 0);
                    }
                } catch (IOException clientGone) {
                    // The next one comes.
                }
            }
        }
    }
}
