// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.e2e.DaemonProcess;
import io.flowobserver.vectors.CountedCapture;
import io.flowobserver.vectors.VectorCapture;
import io.flowobserver.vectors.Vectors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Prometheus against a running daemon. */
@Tag("concurrent")
class ITPrometheus {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String METRICS = "dns:query;ignoreAAAA drop:sourceContext=pod;destinationContext=pod tcp"
            + " flow:sourceContext=pod port-distribution icmp policy kafka flows-to-world:port"
            + " traffic:sourceContext=pod;destinationContext=pod connections"
            + " httpV2:exemplars=true;labelsContext=source_ip,destination_ip,traffic_direction";

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private DaemonProcess daemon;
    private String address;

    @BeforeEach
    void start() throws Exception {
        List<JsonObject> events = new ArrayList<>();
        for (String kind : List.of("trace", "drop", "policy_verdict", "l7")) {
            events.addAll(Vectors.read(kind));
        }
        VectorCapture.write(directory.resolve("events.pcap"), events);
        CountedCapture.write(directory.resolve("counted.pcap"));
        Path inventory = Files.copy(Path.of("src/test/resources/vectors/world.json"), directory.resolve("world.json"));
        daemon = DaemonProcess.here(
                "serve",
                "--listen-client-urls=unix://" + directory.resolve("hubble.sock"),
                "--inventory=file:" + inventory,
                "--source=replay:" + directory.resolve("events.pcap"),
                "--source=replay:" + directory.resolve("counted.pcap"),
                "--replay-speed=max",
                "--metrics-server=127.0.0.1:0",
                "--metric=" + METRICS);
        address = daemon.awaitLog("metrics: ").replaceFirst(".* on (\\S+): .*", "$1");
        daemon.awaitLog("events.pcap has ended");
        daemon.awaitLog("counted.pcap has ended");
    }

    @AfterEach
    void stop() {
        if (daemon != null) {
            daemon.close();
        }
    }

    @Test
    void dashboards_eachQuery_namesMetricsThatAreThere() throws Exception {
        Set<String> there = new TreeSet<>();
        families().forEach((name, type) -> {
            switch (type) {
                case "histogram" -> there.addAll(List.of(name + "_bucket", name + "_sum", name + "_count"));
                case "summary" -> there.addAll(List.of(name + "_sum", name + "_count"));
                default -> there.add(name);
            }
        });
        Pattern metric = Pattern.compile("\\b(?:hubble|observer|grpc_server|jvm|process|system)_[a-z0-9_]+");
        assertThat(Dashboards.all()).hasSize(2);
        for (String query : Dashboards.queries()) {
            List<String> named =
                    metric.matcher(query).results().map(MatchResult::group).toList();
            assertThat(named).as(query).isNotEmpty();
            assertThat(there).as(query).containsAll(named);
        }
    }

    @Test
    void documentation_listsEachFamily() throws Exception {
        String page = Files.readString(Path.of("docs", "metrics.md"));
        assertThat(families().keySet()).hasSizeGreaterThan(60).allSatisfy(name -> assertThat(page)
                .contains("`" + name + "`"));
    }

    @Test
    void prometheus_scrapes_answersForDropsByReason() throws Exception {
        assumeProgram("prometheus");
        Map<String, Double> drops = dropsByReason(get("http://" + address + "/metrics"));
        assertThat(drops).hasSizeGreaterThan(5);
        int port = freePort();
        Process prometheus = prometheus(port);
        try {
            Awaitility.await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                            query(port, "sum by (reason) (hubble_drop_total)", "reason"))
                    .isEqualTo(drops));
            assertThat(query(port, "up", "job")).isEqualTo(Map.of("observer", 1.0));
            assertThat(query(port, "count(hubble_http_request_duration_seconds_bucket{le=\"1.0\"}) > 0", ""))
                    .isNotEmpty();
            assertThat(query(
                            port,
                            "histogram_quantile(0.5, sum by (le) (hubble_http_request_duration_seconds_bucket))",
                            ""))
                    .isNotEmpty();
            for (String query : Dashboards.queries()) {
                // Whatever the answer is: a query that is wrong is refused.
                query(port, query, "");
            }
        } finally {
            prometheus.destroy();
            prometheus.waitFor();
        }
    }

    @Test
    void promtool_checks_findsNothingThatIsNotHubblesToo() throws Exception {
        assumeProgram("promtool");
        Set<String> problems = problems(get("http://" + address + "/metrics"));
        Set<String> known = new TreeSet<>();
        for (JsonObject vector : Vectors.read("metrics")) {
            if (vector.has("expected_text")) {
                known.addAll(problems(vector.get("expected_text").getAsString()));
            }
        }
        // Micrometer's names, for which its dashboards ask.
        known.add("process_cpu_time_ns_total metric names should not contain abbreviated units");
        known.add("system_cpu_count non-histogram and non-summary metrics should not have \"_count\" suffix");
        assertThat(known).containsAll(problems);
    }

    /** Types by name, once everything is there that comes with the first request or the first garbage collection. */
    private Map<String, String> families() throws Exception {
        Pattern line = Pattern.compile("# TYPE (\\S+) (\\S+)");
        Map<String, String> types = new TreeMap<>();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            get("http://" + address + "/metrics")
                    .lines()
                    .map(line::matcher)
                    .filter(Matcher::matches)
                    .forEach(family -> types.put(family.group(1), family.group(2)));
            return types.keySet()
                    .containsAll(List.of("hubble_metrics_http_handler_requests_total", "jvm_gc_pause_seconds"));
        });
        return types;
    }

    private static void assumeProgram(String name) {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin", name)),
                "no " + name + " here; install Debian's package prometheus");
    }

    private Process prometheus(int port) throws IOException {
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(
                config,
                "{global: {scrape_interval: 1s}, scrape_configs: [{job_name: observer,"
                        + " static_configs: [{targets: ['" + address + "']}]}]}");
        return new ProcessBuilder(
                        "/usr/bin/prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
    }

    /** Values of an instant query by one label. */
    private Map<String, Double> query(int port, String query, String label) throws Exception {
        Map<String, Double> values = new TreeMap<>();
        String answer = get(
                "http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        JsonObject data = JsonParser.parseString(answer).getAsJsonObject().getAsJsonObject("data");
        for (JsonElement element : data.getAsJsonArray("result")) {
            JsonObject result = element.getAsJsonObject();
            JsonElement name = result.getAsJsonObject("metric").get(label);
            values.put(
                    name == null ? "" : name.getAsString(),
                    result.getAsJsonArray("value").get(1).getAsDouble());
        }
        return values;
    }

    private static Map<String, Double> dropsByReason(String page) {
        Map<String, Double> drops = new TreeMap<>();
        page.lines().filter(line -> line.startsWith("hubble_drop_total{")).forEach(line -> {
            String reason = line.replaceFirst(".*reason=\"([^\"]*)\".*", "$1");
            drops.merge(reason, Double.parseDouble(line.substring(line.lastIndexOf(' '))), Double::sum);
        });
        return drops;
    }

    private Set<String> problems(String page) throws Exception {
        Path input = Files.writeString(Files.createTempFile(directory, "page", ".txt"), page);
        Path output = Files.createTempFile(directory, "problems", ".txt");
        Process promtool = new ProcessBuilder("/usr/bin/promtool", "check", "metrics")
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        // 3 for what it would rather have otherwise; else it could not read the page.
        assertThat(promtool.waitFor()).as(Files.readString(output)).isIn(0, 3);
        return new TreeSet<>(Files.readAllLines(output));
    }

    private String get(String url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
