// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.flow.RecordedFlows;
import io.flowobserver.metrics.FlowMetrics;
import io.flowobserver.metrics.expose.Exposition;
import io.flowobserver.metrics.expose.LostEvents;
import io.flowobserver.serve.MetricsListener;
import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.client.CutReason;
import io.flowobserver.serve.http.HttpPage;
import io.flowobserver.serve.http.HttpRoute;
import io.flowobserver.serve.listen.ConnectionCounts;
import io.flowobserver.serve.listen.ConnectionOutcome;
import io.flowobserver.serve.listen.ListenUrl;
import io.flowobserver.serve.listen.LogLines;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The metrics listener over real connections. */
class ITMetricsListener {
    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5";
    private static final int BUDGET = 10_000;
    private static final int READ_MILLIS = 10_000;
    private static final int CONNECTIONS = 64;

    private final AtomicBoolean ready = new AtomicBoolean();
    private final HttpClient client = HttpClient.newHttpClient();
    private final FlowMetrics flows = FlowMetrics.of(List.of("drop", "flow"), BUDGET);
    private final Exposition exposition = new Exposition(flows, new LostEvents(() -> 3, () -> 0, () -> 0));
    private final ConnectionCounts connections = new ConnectionCounts();
    private final MetricsListener listener = listener("127.0.0.1", 0);

    @BeforeEach
    void start() throws IOException {
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void metrics_noTraffic_showsTheFamiliesOfTheReferenceAlone() throws Exception {
        HttpResponse<String> first = get("/metrics?name=x");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(first.body().lines())
                .containsExactly(
                        "# HELP hubble_lost_events_total Number of lost events",
                        "# TYPE hubble_lost_events_total counter",
                        "hubble_lost_events_total{source=\"observer_events_queue\"} 0.0",
                        "hubble_lost_events_total{source=\"perf_event_ring_buffer\"} 3.0");
        assertThat(get("/metrics").body())
                .contains("hubble_metrics_http_handler_requests_total{code=\"200\"} 1.0")
                .contains("hubble_metrics_http_handler_request_duration_seconds_count{code=\"200\"} 1");
    }

    @Test
    void metrics_openMetricsAccepted_answersSo() throws Exception {
        RecordedFlows.views().forEach(flows::flow);
        HttpResponse<String> response =
                client.send(request("/metrics").header("Accept", OPEN_METRICS).build(), BodyHandlers.ofString());
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text; version=1.0.0"));
        assertThat(response.body())
                .contains("# TYPE hubble_drop counter\n")
                .contains("hubble_drop_total{")
                .doesNotContain("_created")
                .endsWith("# EOF\n");
    }

    @Test
    void metrics_protobufFirstInAccept_isOpenMetrics() throws Exception {
        String accept =
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                        + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.2";
        HttpResponse<String> response =
                client.send(request("/metrics").header("Accept", accept).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(response.body()).endsWith("# EOF\n");
    }

    @Test
    void metrics_protobufAlone_isText() throws Exception {
        HttpResponse<String> response = client.send(
                request("/metrics")
                        .header("Accept", "application/vnd.google.protobuf")
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void metrics_allRefused_are406AndCounted() throws Exception {
        HttpResponse<String> response =
                client.send(request("/metrics").header("Accept", "*/*;q=0").build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(response.body()).startsWith("406 the Accept header refuses text/plain; ");
        assertThat(get("/metrics").body()).contains("hubble_metrics_http_handler_requests_total{code=\"406\"} 1.0");
    }

    @Test
    void metrics_gzipRefused_areNotCompressed() throws Exception {
        RecordedFlows.views().forEach(flows::flow);
        for (String refusal : List.of("gzip;q=0", "*;q=0", "gzip;q=0, *", "identity, gzip;q=0.5")) {
            HttpResponse<String> response = client.send(
                    request("/metrics").header("Accept-Encoding", refusal).build(), BodyHandlers.ofString());
            assertThat(response.headers().firstValue("content-encoding"))
                    .as(refusal)
                    .isEmpty();
        }
    }

    @Test
    void metrics_anyCodingAccepted_areCompressed() throws Exception {
        RecordedFlows.views().forEach(flows::flow);
        HttpResponse<byte[]> response =
                client.send(request("/metrics").header("Accept-Encoding", "*").build(), BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
    }

    @Test
    void metrics_gzipAccepted_compresses() throws Exception {
        RecordedFlows.views().forEach(flows::flow);
        HttpResponse<byte[]> response = client.send(
                request("/metrics").header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(unzipped.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("hubble_lost_events_total");
        }
    }

    @Test
    void own_asked_showsWhatIsRefusedAndSuppliersForAsLongAsItLives() throws Exception {
        int[] value = {7};
        exposition.own().gauge("observer_test_gauge", "A test", () -> value[0], "place", "here");
        System.gc();
        assertThat(get("/metrics").body())
                .contains("observer_test_gauge{place=\"here\"} 7.0")
                .contains("observer_metric_flows_refused_total{metric=\"hubble_drop_total\"} 0.0");
    }

    @Test
    void readyz_untilReady_saysSo() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        ready.set(true);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/healthz").body()).isEqualTo("ok\n");
    }

    @Test
    void others_refused() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/x").body())
                .isEqualTo("404 there is no such page; the pages are /metrics, /healthz, /readyz\n");
        HttpResponse<String> post = client.send(
                request("/metrics").POST(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("allow")).hasValue("GET, HEAD");
        HttpResponse<String> head = client.send(
                request("/healthz").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-length")).hasValue("3");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void hostileBytes_refusedAndServiceGoesOn() throws Exception {
        assertThat(exchange("\0\1\2\3 garbage\r\n\r\n")).doesNotContain(" 200 ");
        assertThat(exchange("GET /" + "a".repeat(1 << 20) + " HTTP/1.1\r\n\r\n"))
                .doesNotContain(" 200 ");
        assertThat(exchange("GET /metrics HTTP/1.1\r\n" + "x: y\r\n".repeat(1 << 16) + "\r\n"))
                .doesNotContain(" 200 ");
        assertThat(exchange("POST /metrics HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"))
                .contains(" 413 ");
        assertThat(exchange("GET /healthz HTTP/1.1\r\n\r\n".repeat(100) + "GET / HTTP/1.0\r\n\r\n")
                        .split(" 200 ", -1))
                .hasSize(101);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void requests_manyByAClientThatKeepsItsConnection_takeOne() throws Exception {
        for (String path : List.of("/metrics", "/healthz", "/metrics", "/none")) {
            get(path);
        }
        assertThat(connections.of(ConnectionOutcome.HTTP1)).isEqualTo(1);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .contains("observer-metrics-0");
    }

    @Test
    void halfRequests_onAllConnections_makeRoomForAProbeAndAreCut() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (var log = new LogLines()) {
            for (int i = 0; i < CONNECTIONS + 10; i++) {
                Socket socket = connect();
                sockets.add(socket);
                socket.getOutputStream().write("GET /met".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(get("/healthz").statusCode()).isEqualTo(200);
            for (Socket socket : sockets) {
                assertThat(readAll(socket)).isEmpty();
            }
            assertThat(connections.of(ConnectionOutcome.OVER_LIMIT)).isZero();
            assertThat(connections.of(CutReason.DISPLACED)).isPositive();
            assertThat(connections.of(CutReason.DISPLACED)
                            + connections.of(CutReason.CROWDED)
                            + connections.of(CutReason.REQUEST_TIMEOUT))
                    .isEqualTo(sockets.size());
            assertThat(log.lines())
                    .hasSizeLessThanOrEqualTo(3)
                    .anyMatch(line -> line.contains("was cut to make room for another client: the 64 connections of"
                            + " 127.0.0.1:0 are taken"));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void page_thatIsNotRead_isCutAtItsDeadline() throws Exception {
        byte[] large = new byte[64 << 20];
        HttpRoute route = new HttpRoute("/large", exchange -> exchange.send(new HttpPage(200, "text/plain", large)));
        var limits = ConnectionLimits.DEFAULT.withConnections(1).withRequestTimeout(Duration.ofSeconds(1));
        try (var small = new MetricsListener(
                        new MetricsListener.Options(new ListenUrl.Tcp("127.0.0.1", 0), Optional.empty(), limits),
                        List.of(route),
                        connections);
                var deaf = new Socket()) {
            small.start();
            int port = ((ListenUrl.Tcp) small.bound()).port();
            deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            deaf.getOutputStream().write("GET /large HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            // There is room for another connection once the first is gone.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> client.send(
                                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/none"))
                                                    .build(),
                                            BodyHandlers.ofString())
                                    .statusCode()
                            == 404);
            assertThat(readToTheEnd(deaf)).isLessThan(large.length);
        }
    }

    /** Returns how many bytes come before the other end closes or resets the connection. */
    private static long readToTheEnd(Socket socket) {
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        try {
            for (int read; (read = socket.getInputStream().read(buffer)) >= 0; length += read) {}
        } catch (IOException e) {
            // A reset is an end, too.
        }
        return length;
    }

    @Test
    void grpc_getsAGoawayWithWordsAndALogLine() throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forTarget(listener.bound().toString())
                .usePlaintext()
                .build();
        try (var log = new LogLines()) {
            assertThatThrownBy(() -> HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(20, TimeUnit.SECONDS)
                            .check(HealthCheckRequest.getDefaultInstance()))
                    .hasMessageContaining("HTTP_1_1_REQUIRED")
                    .hasMessageContaining("This listener speaks HTTP/1.1 only."
                            + " Use an address of --listen-client-urls for gRPC.");
            channel.shutdownNow();
            // One for now, and perhaps a later one with the number of those in between.
            assertThat(log.lines())
                    .first()
                    .asString()
                    .matches("WARN 127.0.0.1:\\d+ spoke gRPC to 127.0.0.1:0, which serves HTTP/1.1 only: .*");
            assertThat(connections.of(ConnectionOutcome.GRPC)).isPositive();
        }
    }

    @Test
    void tls_getsAnAlertAndALogLine() throws Exception {
        try (var log = new LogLines();
                var socket = (SSLSocket) SSLContext.getDefault()
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), port())) {
            assertThatThrownBy(socket::startHandshake).hasMessageContaining("handshake_failure");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .endsWith("give --metrics-server-tls-cert-file and --metrics-server-tls-key-file here");
        }
    }

    @Test
    void start_addressThatCannotBeBound_saysSoInOneLine() {
        assertCannotStart(
                listener("127.0.0.1", port()),
                "cannot listen on 127.0.0.1:" + port()
                        + ": the address is in use; stop the other server or choose another address");
        assertCannotStart(
                listener("192.0.2.1", 0),
                "cannot listen on 192.0.2.1:0: no interface of this machine has the address;"
                        + " use one of its own or only a port");
        assertCannotStart(
                listener("no-such-host.invalid", 6943),
                "cannot listen on no-such-host.invalid:6943: the host name is unknown; use an address of this machine");
    }

    private static void assertCannotStart(MetricsListener unusable, String message) {
        assertThatThrownBy(unusable::start).isInstanceOf(IOException.class).hasMessage(message);
        unusable.close();
    }

    private MetricsListener listener(String host, int port) {
        var limits = new ConnectionLimits(
                CONNECTIONS, Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofMinutes(10));
        return new MetricsListener(
                new MetricsListener.Options(new ListenUrl.Tcp(host, port), Optional.empty(), limits),
                DaemonMetrics.routes(exposition, ready::get, () -> true),
                connections);
    }

    private int port() {
        return ((ListenUrl.Tcp) listener.bound()).port();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(10));
    }

    private String exchange(String text) throws IOException {
        try (Socket socket = connect()) {
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException refused) {
                // It had heard enough; what it said is read below.
            }
            return readAll(socket);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(READ_MILLIS);
        return socket;
    }

    /** All until the server closes; a reset is an end too. */
    private static String readAll(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] chunk = new byte[4096];
        try {
            for (int n = socket.getInputStream().read(chunk);
                    n > 0;
                    n = socket.getInputStream().read(chunk)) {
                text.append(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException reset) {
            return text.toString();
        }
        return text.toString();
    }
}
