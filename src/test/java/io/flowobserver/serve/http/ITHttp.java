// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.util.JsonFormat;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.Source;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.serve.BindOptions;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.TlsFixture;
import io.flowobserver.serve.listen.ConnectionOutcome;
import io.flowobserver.serve.listen.JavaTls;
import io.flowobserver.tls.TestAuthority.Issued;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/1.1 beside gRPC on the same listeners. */
class ITHttp {
    @TempDir
    private Path directory;

    @Test
    void status_byCurlAndJq_isShown() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is missing");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/jq")), "jq is missing");
        try (var served = new ServedRing(7, url())) {
            String command = "curl --silent --unix-socket " + socket()
                    + " --request GET http://localhost/ | jq .ring.capacity_flows";
            Process shell = new ProcessBuilder("sh", "-c", command).start();
            assertThat(shell.inputReader().lines()).containsExactly("\"" + served.ring.capacity() + "\"");
        }
    }

    @Test
    void status_everything_isInIt() throws Exception {
        try (var served = new ServedRing(7, url(), "127.0.0.1:0")) {
            served.server.describe(
                    () -> false,
                    status ->
                            status.addSources(Source.newBuilder().setKind("bpf").setEvents(5)));
            served.write(10);
            String answer = HttpText.get(served, 0, "/");
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("content-type: application/json\r\n");
            assertThat(HttpText.body(answer))
                    .contains("\"version\": \"1.18.0\"", "\"node\": \"cluster-a/node-1\"", "\"malformed\": \"0\"");
            NodeStatus.Builder status = NodeStatus.newBuilder();
            JsonFormat.parser().merge(HttpText.body(answer), status);
            assertThat(status.getReady()).isFalse();
            assertThat(status.getFlows().getSeen()).isEqualTo(10);
            assertThat(status.getRing().getUsedFlows()).isEqualTo(7);
            assertThat(status.getRing().getOldest().getSeconds()).isEqualTo(ServedRing.START + 3);
            assertThat(status.getSources(0).getEvents()).isEqualTo(5);
            assertThat(status.getListenersList())
                    .extracting(listener -> listener.getUrl() + " " + listener.getHttp())
                    .containsExactly(url() + " true", "127.0.0.1:" + served.port(1) + " false");
            assertThat(status.getUptimeNs()).isPositive();
            assertThat(HttpText.get(served, 0, "/readyz"))
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("\r\n\r\nnot ready\n");
            assertThat(HttpText.get(served, 0, "/healthz"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("\r\n\r\nok\n");
        }
    }

    @Test
    void flows_partOfTheHistory_areTheAnswersOfGrpc() throws Exception {
        try (var served = new ServedRing(63, url())) {
            served.write(50);
            assertThat(flows(served, "/flows?last=5"))
                    .isEqualTo(served.responses(request().setNumber(5)));
            assertThat(flows(served, "/flows?first=3"))
                    .isEqualTo(served.responses(request().setNumber(3).setFirst(true)));
            assertThat(flows(served, "/flows?all")).hasSize(50);
            assertThat(flows(served, "/flows?all&not&verdict=DROPPED&not&port=5&port=6"))
                    .hasSize(1);
            assertThat(flows(served, "/flows")).hasSize(20);
            assertThat(flows(served, "/flows?verdict=DROPPED&all=true")).hasSize(12);
            assertThat(flows(served, "/flows?from-pod=default/client&port=7&port=8&all"))
                    .extracting(ServedRing::number)
                    .containsExactly(7, 8);
            assertThat(flows(served, "/flows?since=2023-11-14T22:13:25Z&until=2023-11-14T22:13:27Z"))
                    .extracting(ServedRing::number)
                    .containsExactly(5, 6, 7);
        }
    }

    @Test
    void flows_byExpression_areCompiledApartAndAnswered() throws Exception {
        try (var served = new ServedRing(63, url())) {
            served.write(50);
            assertThat(flows(served, "/flows?all&cel-expression=_flow.l4.UDP.source_port%20%3D%3D%207u"))
                    .extracting(ServedRing::number)
                    .containsExactly(7);
            assertThat(HttpText.get(served, 0, "/flows?cel-expression=nope")).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void flows_followed_comeAtOnceAndEndWithTheClient() throws Exception {
        try (var served = new ServedRing(63, url())) {
            try (var http = new HttpText(served, 0)) {
                http.send("GET /flows?follow=true&last=1 HTTP/1.1\r\nHost: x\r\n\r\n");
                await().until(() -> served.server.streams().open() == 1);
                for (int i = 0; i < 3; i++) {
                    served.write(1);
                    assertThat(ServedRing.number(parse(http.nextFlow()))).isEqualTo(i);
                }
            }
            await().until(() -> served.server.streams().open() == 0);
        }
    }

    @Test
    void flows_clientThatDoesNotRead_isHeldBackAndToldTheExactLoss() throws Exception {
        try (var served = new ServedRing(1023, url());
                var http = new HttpText(served, 0)) {
            http.send("GET /flows?follow&last=1 HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> served.server.streams().open() == 1);
            int flows = 50_000;
            for (int i = 0; i < flows; i += 500) {
                served.write(500);
            }
            long seen = 0;
            long lost = 0;
            while (seen + lost < flows) {
                GetFlowsResponse response = parse(http.nextFlow());
                seen += response.hasFlow() ? 1 : 0;
                lost += response.getLostEvents().getNumEventsLost();
            }
            assertThat(seen + lost).isEqualTo(flows);
            assertThat(lost).isPositive().isEqualTo(served.readers.skipped());
        }
    }

    @Test
    void requests_invalid_areRefusedInOneLine() throws Exception {
        try (var served = new ServedRing(7, url())) {
            assertThat(HttpText.get(served, 0, "/flows?pdo=x"))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .contains("400 there is no parameter \"pdo\"; the parameters are all, ");
            assertThat(HttpText.get(served, 0, "/flows?last=x")).endsWith("400 last: \"x\" is not a number of flows\n");
            assertThat(HttpText.get(served, 0, "/flows?follow=x"))
                    .endsWith("400 follow: \"x\" is neither true nor false\n");
            assertThat(HttpText.get(served, 0, "/flows?first=1&last=1"))
                    .endsWith("400 cannot set both --first and --last\n");
            assertThat(HttpText.get(served, 0, "/flows?ip=x%")).startsWith("HTTP/1.1 400 ");
            assertThat(HttpText.get(served, 0, "/flows?ip=x")).startsWith("HTTP/1.1 400 ");
            assertThat(HttpText.get(served, 0, "/other"))
                    .startsWith("HTTP/1.1 404 ")
                    .endsWith("404 there is no such page; the pages are /, /flows, /healthz, /readyz\n");
            assertThat(HttpText.ask(served, 0, "POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("allow: GET, HEAD\r\n")
                    .endsWith("405 use GET or HEAD\n");
            assertThat(HttpText.ask(served, 0, "GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
            assertThat(HttpText.ask(served, 0, "GET / HTTP/1.1\r\nno header\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(HttpText.ask(served, 0, "GET / HTTP/1.1\r\nX: " + "y".repeat(20_000)))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    @SuppressWarnings("StringConcatToTextBlock") // the line ends of HTTP are CR LF
    void requests_pipelined_areAnsweredInOrderOnOneConnection() throws Exception {
        try (var served = new ServedRing(63, url())) {
            served.write(50);
            String answers = HttpText.ask(
                    served,
                    0,
                    "GET /flows?last=2 HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "GET /flows?last=1&cel-expression=_flow.l4.UDP.source_port%20%3D%3D%207u HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "HEAD /flows HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "GET /healthz HTTP/1.1\r\n\r\n"
                            + "GET /none HTTP/1.1\r\nConnection: close\r\n\r\n"
                            + "GET /healthz HTTP/1.1\r\n\r\n");
            String chunked = "HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\n"
                    + "x-content-type-options: nosniff\r\ntransfer-encoding: chunked\r\n\r\n";
            String text = "content-type: text/plain; charset=utf-8\r\nx-content-type-options: nosniff\r\n";
            assertThat(answers.replaceAll("[0-9a-f]+\r\n\\{.*\n\r\n", "FLOW "))
                    .isEqualTo(chunked + "FLOW FLOW 0\r\n\r\n" + chunked + "FLOW 0\r\n\r\n" + chunked
                            + "HTTP/1.1 200 OK\r\n" + text + "content-length: 3\r\n\r\nok\n"
                            + "HTTP/1.1 404 Not Found\r\n" + text
                            + "content-length: 70\r\nconnection: close\r\n\r\n"
                            + "404 there is no such page; the pages are /, /flows, /healthz, /readyz\n");
            assertThat(served.server.connections().of(ConnectionOutcome.HTTP1)).isEqualTo(1);
        }
    }

    @Test
    void request_thatDoesNotEnd_isCutAfterTheTimeout() throws Exception {
        var access = BindOptions.to(ServedRing.listen(url()));
        try (var served = new ServedRing(7, access, Duration.ofSeconds(1))) {
            try (var first = new HttpText(served, 0)) {
                first.send("GET / HTTP/1.1\r\nHost: x\r\n");
                assertThat(first.lines.read()).isEqualTo(-1);
            }
            try (var later = new HttpText(served, 0)) {
                later.send("GET /healthz HTTP/1.1\r\n\r\nGET /healthz HTTP/1.1\r\n");
                assertThat(later.lines.lines()).filteredOn("ok"::equals).hasSize(1);
            }
        }
    }

    @Test
    void listeners_whereHttpIsOff_refuse() throws Exception {
        var urls = ServedRing.listen(url(), "127.0.0.1:0");
        try (var served = new ServedRing(
                7, new BindOptions(urls, Optional.empty(), Optional.empty(), BindOptions.Http.NOWHERE))) {
            assertThat(HttpText.get(served, 0, "/")).contains("This listener speaks gRPC only.");
            assertThat(HttpText.get(served, 1, "/")).contains("This listener speaks gRPC only.");
        }
        try (var served = new ServedRing(
                7, new BindOptions(urls, Optional.empty(), Optional.empty(), BindOptions.Http.EVERYWHERE))) {
            assertThat(HttpText.get(served, 1, "/healthz")).endsWith("ok\n");
        }
    }

    /** DNS rebinding: the browser asks for the name of a hostile page, which has the address of this server. */
    @Test
    void hosts_onTcp_areCheckedExceptForProbes() throws Exception {
        var http = new BindOptions.Http(true, true, List.of(HostPattern.parse("*.cluster.test")));
        var urls = ServedRing.listen(url(), "127.0.0.1:0");
        try (var served = new ServedRing(7, new BindOptions(urls, Optional.empty(), Optional.empty(), http))) {
            for (String path : List.of("/", "/flows?last=1", "http://rebound.test/")) {
                String answer = HttpText.ask(served, 1, request(path, "rebound.test:" + served.port(1)));
                assertThat(answer)
                        .startsWith("HTTP/1.1 421 Misdirected Request\r\n")
                        .contains("the host \"rebound.test\"", "--http-allowed-hosts");
                assertThat(HttpText.ask(served, 0, request(path, "rebound.test")))
                        .startsWith("HTTP/1.1 200 OK\r\n");
            }
            for (String host : List.of("127.0.0.1:" + served.port(1), "localhost", "node-1", "a.cluster.test")) {
                assertThat(HttpText.ask(served, 1, request("/flows", host))).startsWith("HTTP/1.1 200 OK\r\n");
                assertThat(HttpText.ask(served, 1, request("http://" + host + "/", "rebound.test")))
                        .startsWith("HTTP/1.1 200 OK\r\n");
            }
            for (String probe : List.of("/healthz", "/readyz")) {
                assertThat(HttpText.ask(served, 1, request(probe, "rebound.test")))
                        .startsWith("HTTP/1.1 200 OK\r\n");
            }
        }
    }

    @Test
    void error_whoseTextTheClientSent_hasNoControlCharacters() throws Exception {
        try (var served = new ServedRing(7, url())) {
            assertThat(HttpText.body(HttpText.get(served, 0, "/flows?%1B%5B31m%E2%80%AE=x")))
                    .startsWith("400 there is no parameter \"\\u001b[31m\\u202e\"; ");
        }
    }

    @Test
    void https_clientCertificateOfTheCa_isWantedAlsoForLaterRequests() throws Exception {
        var tls = new TlsFixture(directory);
        var access = new BindOptions(
                ServedRing.listen(), Optional.empty(), Optional.of(tls.files), BindOptions.Http.EVERYWHERE);
        Issued good = tls.authority.issue("client", 10, "DNS:client");
        try (var served = new ServedRing(63, access)) {
            served.write(50);
            SSLContext client = JavaTls.context(tls.authority.certificate(), good);
            HttpClient trusted = https(client);
            assertThat(get(trusted, served, "/healthz").body()).isEqualTo("ok\n");
            assertThat(get(trusted, served, "/flows?all").body().lines()).hasSize(50);
            assertThat(served.server.connections().of(ConnectionOutcome.HTTP1)).isEqualTo(1);
            var other = tls.otherAuthority("other");
            SSLContext stranger = JavaTls.context(tls.authority.certificate(), other.issue("stranger", 10, "DNS:x"));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(https(stranger), served, "/healthz"));
            tls.remount(served.server, tls.serverCertificate("server-2"), other);
            HttpResponse<String> refused = get(trusted, served, "/healthz");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).startsWith("403 the CA of this client's certificate is no longer trusted; ");
            assertThat(served.server.connections().of(ConnectionOutcome.HTTP1)).isEqualTo(1);
        }
    }

    private static String request(String target, String host) {
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    }

    private static HttpClient https(SSLContext client) {
        return HttpClient.newBuilder()
                .sslContext(client)
                // Offers both protocols, as curl and browsers do.
                .version(HttpClient.Version.HTTP_2)
                .build();
    }

    private static HttpResponse<String> get(HttpClient client, ServedRing served, String target) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + served.port(0) + target))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static List<GetFlowsResponse> flows(ServedRing served, String target) throws IOException {
        String answer = HttpText.get(served, 0, target);
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: application/x-ndjson\r\n")
                .endsWith("\r\n0\r\n\r\n");
        List<GetFlowsResponse> flows = new ArrayList<>();
        for (String line : answer.lines().filter(text -> text.startsWith("{")).toList()) {
            flows.add(parse(line));
        }
        return flows;
    }

    private static GetFlowsResponse parse(String line) throws IOException {
        GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
        JsonFormat.parser().merge(line, response);
        return response.build();
    }

    private static GetFlowsRequest.Builder request() {
        return GetFlowsRequest.newBuilder();
    }

    private Path socket() {
        return directory.resolve("hubble.sock");
    }

    private String url() {
        return "unix://" + socket();
    }
}
