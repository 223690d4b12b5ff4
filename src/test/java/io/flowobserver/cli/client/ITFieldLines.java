// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.e2e.DaemonProcess;
import io.flowobserver.tls.TestAuthority;
import io.flowobserver.vectors.VectorCapture;
import io.flowobserver.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Command lines that people wrote for the hubble CLI, with its name replaced and real jq, against a live daemon: by unix
 * socket, and by mutual TLS. docs/cli.md has the same lines.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("concurrent")
class ITFieldLines {
    private static final String POD = "default/client-5d7c9f8b6-abcde";
    private static final String PROLOGUE =
            """
            set -o pipefail
            observer() { "$PROGRAM" "$@" $FLAGS; }
            """;
    private static final List<String> HTTP = List.of("l7-0343", "l7-0344", "l7-0345", "l7-0346");
    private static final List<String> DNS = List.of("l7-0005", "l7-0103");
    private static final List<String> PACKETS = List.of("trace-0038", "trace-0045", "drop-0394");
    private static final String LATENCIES =
            "jq -sr 'map(select(.l7.type==\"RESPONSE\" and .l7.http.method==\"GET\")) | group_by(.l7.http.url) |"
                    + " map({url: .[0].l7.http.url, max_latency_ms: ((map(.l7.latency_ns | tonumber) | max) / 1000000 )})"
                    + " | sort_by(.max_latency_ms)'";
    private static final String FLAGS =
            "jq -sr 'map(select(.l4.TCP.destination_port==8080)) | group_by(.l4.TCP.flags)'";
    private static final String FAILED_NAMES =
            "jq 'select(.l7.dns.rcode==3) | .destination.namespace + \"/\" + .destination.pod_name'"
                    + " | sort | uniq -c | sort -r";

    private Path directory;
    private DaemonProcess daemon;
    private String socket = "";
    private String tls = "";

    /** How the client reaches the daemon. */
    enum Transport {
        UNIX,
        MUTUAL_TLS
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        Assumptions.assumeTrue(Files.isExecutable(launcher()), () -> launcher() + " is missing: run make build");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/jq")), "jq is missing");
        TestAuthority authority = TestAuthority.create(directory, "ca");
        TestAuthority.Issued server = authority.issue("server", 30, "DNS:relay.test");
        TestAuthority.Issued client = authority.issue("client", 30, "DNS:client");
        Path capture = directory.resolve("events.pcap");
        VectorCapture.write(capture, recent());
        daemon = DaemonProcess.with(
                Map.of(),
                "serve",
                "--source=replay:" + capture,
                "--replay-speed=max",
                "--inventory=file:" + world(),
                "--listen-client-urls=unix://" + directory.resolve("o.sock") + ",127.0.0.1:0",
                "--tls-cert-file=" + server.certificate(),
                "--tls-key-file=" + server.key(),
                "--tls-client-ca-files=" + authority.certificate());
        String listeners = daemon.awaitLog("listeners: ");
        daemon.awaitLog(" has ended");
        socket = "--server unix://" + directory.resolve("o.sock");
        String port = listeners.replaceFirst(".*127\\.0\\.0\\.1:(\\d+).*", "$1");
        tls = "--server tls://127.0.0.1:" + port + " --tls-server-name relay.test --tls-ca-cert-files "
                + authority.certificate() + " --tls-client-cert-file " + client.certificate()
                + " --tls-client-key-file " + client.key();
    }

    @AfterAll
    void stop() {
        if (daemon != null) {
            daemon.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void line_droppedOfAPod_printsTheDrop(Transport transport) throws Exception {
        List<String> lines = run(transport, true, "observer observe --verdict DROPPED --pod " + POD);
        assertThat(lines).hasSize(1).first().asString().contains(POD + ":8080", " DROPPED (", "TCP Flags: SYN, ACK)");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void line_httpLatencies_sortsUrlsByTheirSlowestResponse(Transport transport) throws Exception {
        String expected = "[{\"url\":\"http://server/x\",\"max_latency_ms\":333.333333}]";
        assertJson(
                run(transport, true, "observer observe --since 3m --protocol http --output=json | " + LATENCIES),
                expected);
        assertJson(
                run(transport, false, "observer observe --since 3m --protocol http -o json-legacy | " + LATENCIES),
                expected);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void line_tcpFlagsOfAPort_groupsFlows(Transport transport) throws Exception {
        List<String> lines = run(
                transport,
                true,
                "observer observe --since 3m --protocol tcp --output=json | " + FLAGS
                        + " | jq -c 'map(map(.l4.TCP.flags))'");
        assertJson(lines, "[[{\"ACK\":true}],[{\"SYN\":true,\"ACK\":true}],[{\"SYN\":true}]]");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void line_namesThatDoNotExist_countsPods(Transport transport) throws Exception {
        for (boolean compat : new boolean[] {true, false}) {
            assertThat(run(transport, compat, "observer observe --since=10m -t l7 -j | " + FAILED_NAMES))
                    .extracting(String::strip)
                    .containsExactly("2 \"" + POD + "\"");
        }
    }

    @Test
    void line_jsonWithoutTheVariable_hasTheResponseAroundTheFlow() throws Exception {
        List<String> lines = run(Transport.UNIX, false, "observer observe --all -o json | jq -r 'keys | join(\" \")'");
        assertThat(lines)
                .hasSize(HTTP.size() + DNS.size() + PACKETS.size())
                .allMatch(line -> line.equals("flow node_name time"));
    }

    @Test
    void observe_followUntilATime_endsThen() throws Exception {
        assertThat(run(Transport.UNIX, false, "observer observe --follow --since 10m --until=-2s"))
                .hasSize(HTTP.size() + DNS.size() + PACKETS.size());
    }

    @Test
    void tls_whatIsMissing_isNamedWithItsFlag() throws Exception {
        assertThat(fail(tls.replaceFirst("--tls-ca-cert-files \\S+", "")))
                .contains("no CA that is trusted here has signed its certificate", "--tls-ca-cert-files");
        assertThat(fail(tls.replaceFirst("--tls-server-name \\S+", "")))
                .contains("its certificate has another name", "--tls-server-name");
        assertThat(fail(tls.replaceFirst("--tls-client-.*", "")))
                .contains("tls://127.0.0.1", "it wants a certificate of this client", "--tls-client-cert-file");
        assertThat(fail(tls + " --timeout 1ns")).contains("invalid argument \"1ns\" for \"--timeout\" flag");
    }

    @Test
    void tls_allowInsecure_acceptsAnyCertificate() throws Exception {
        String flags = tls.replaceFirst("--tls-ca-cert-files \\S+", "--tls-allow-insecure")
                .replaceFirst("--tls-server-name \\S+", "");
        assertThat(bash("observer status", flags, false).out()).anyMatch(line -> line.endsWith("): Ok"));
    }

    private String fail(String flags) throws Exception {
        Outcome outcome = bash("observer observe --last 1", flags, false);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).hasSize(1);
        return outcome.err().get(0);
    }

    private List<String> run(Transport transport, boolean compat, String line) throws Exception {
        Outcome outcome = bash(line, transport == Transport.UNIX ? socket : tls, compat);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return outcome.out();
    }

    /** Runs a line in which the command {@code observer} has further flags. */
    private Outcome bash(String line, String flags, boolean compat) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", PROLOGUE + line);
        builder.environment().keySet().removeIf(name -> name.startsWith("OBSERVER_") || name.startsWith("HUBBLE_"));
        builder.environment().put("PROGRAM", launcher().toString());
        builder.environment().put("FLAGS", flags);
        if (compat) {
            builder.environment().put("HUBBLE_COMPAT", "legacy-json-output");
        }
        Path err = directory.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        List<String> out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        int code = process.waitFor();
        return new Outcome(out, Files.readAllLines(err), code);
    }

    private static void assertJson(List<String> lines, String expected) {
        assertThat(JsonParser.parseString(String.join("\n", lines))).isEqualTo(JsonParser.parseString(expected));
    }

    /** Recorded events, as if they had happened in the last minute. */
    private static List<JsonObject> recent() {
        Instant now = Instant.now().minusSeconds(60);
        List<JsonObject> events = new ArrayList<>();
        List<JsonObject> recorded = Stream.of("l7", "trace", "drop")
                .flatMap(kind -> Vectors.read(kind).stream())
                .toList();
        for (List<String> ids : List.of(HTTP, DNS, PACKETS)) {
            Instant first = null;
            for (String id : ids) {
                JsonObject vector = recorded.stream()
                        .filter(one -> Vectors.id(one).equals(id))
                        .findFirst()
                        .orElseThrow()
                        .deepCopy();
                JsonObject event = vector.getAsJsonObject("event");
                event.addProperty("time", now.plusMillis(events.size()).toString());
                if (event.has("log_record")) {
                    JsonObject entry = event.getAsJsonObject("log_record");
                    Instant old = Instant.parse(entry.get("Timestamp").getAsString());
                    first = first == null ? old : first;
                    entry.addProperty(
                            "Timestamp", now.plus(Duration.between(first, old)).toString());
                }
                events.add(vector);
            }
        }
        return events;
    }

    private Path world() throws Exception {
        return Files.copy(Path.of("src/test/resources/vectors/world.json"), directory.resolve("world.json"));
    }

    private static Path launcher() {
        return Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer")
                .toAbsolutePath();
    }

    private record Outcome(List<String> out, List<String> err, int code) {}
}
