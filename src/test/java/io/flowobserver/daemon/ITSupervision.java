// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.JsonFormat;
import io.flowobserver.config.DecodeConfig;
import io.flowobserver.config.ListenConfig;
import io.flowobserver.config.MetricsConfig;
import io.flowobserver.config.NodeConfig;
import io.flowobserver.config.RingConfig;
import io.flowobserver.config.ServeConfig;
import io.flowobserver.config.SourceConfig;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.proto.status.NodeStatus;
import io.flowobserver.proto.status.Source;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.capture.CaptureWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is blind says so, and heals. */
class ITSupervision {
    private final int metricsPort = freePort();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SourceConfig LIVE = new SourceConfig.Bpf(1, List.of(), false);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void source_fails_isToldAndOpenedAgain() throws Exception {
        Faulty source = new Faulty();
        try (Daemon daemon = start(LIVE, (context, report) -> source.open())) {
            assertThat(get(daemon, "/readyz").statusCode()).isEqualTo(200);
            assertThat(source(daemon).getState()).isEqualTo("running");

            source.failure = "the cable is cut";
            await().atMost(PATIENCE).until(() -> get(daemon, "/readyz").statusCode() == 503);
            await().atMost(PATIENCE).until(() -> source(daemon).getRetries() > 0);
            assertThat(source(daemon).getState()).isEqualTo("retrying");
            assertThat(source(daemon).getError()).isEqualTo("the cable is cut");
            assertThat(metrics(daemon)).contains("observer_source_up{source=\"bpf\"} 0.0");
            assertThat(get(daemon, "/healthz").statusCode()).isEqualTo(200);

            source.failure = null;
            await().atMost(PATIENCE).until(() -> get(daemon, "/readyz").statusCode() == 200);
            assertThat(source(daemon).getState()).isEqualTo("running");
            assertThat(source(daemon).getError()).isEmpty();
            assertThat(metrics(daemon))
                    .contains("observer_source_up{source=\"bpf\"} 1.0")
                    .doesNotContain("observer_source_retries_total{source=\"bpf\"} 0.0");
        }
    }

    @Test
    void events_mostCauseExceptions_isNotReadyMeanwhile() throws Exception {
        Faulty source = new Faulty();
        try (Daemon daemon = start(LIVE, (context, report) -> source.open())) {
            source.sendsNull = true;
            await().atMost(PATIENCE).until(() -> get(daemon, "/readyz").statusCode() == 503);
            source.sendsNull = false;
            await().atMost(PATIENCE).until(() -> get(daemon, "/readyz").statusCode() == 200);
            assertThat(metrics(daemon)).doesNotContain("observer_events_malformed_total{reason=\"internal\"} 0.0");
            assertThat(source(daemon).getState()).isEqualTo("running");
        }
    }

    @Test
    void thread_failsAgainAndAgain_isNotHealthyMeanwhile() throws Exception {
        Faulty source = new Faulty();
        Runnable task = () -> {
            while (source.failure == null) {
                Thread.onSpinWait();
            }
            if (!source.closed) {
                throw new IllegalStateException("made by the test");
            }
        };
        SourceOpener opener = (context, report) -> {
            if (source.failure == null) {
                context.supervisor().threads("observer-test-0").newThread(task).start();
            }
            return source.open();
        };
        try (Daemon daemon = start(LIVE, opener)) {
            assertThat(get(daemon, "/healthz").statusCode()).isEqualTo(200);
            source.failure = "both fail";
            await().atMost(PATIENCE).until(() -> get(daemon, "/healthz").statusCode() == 503);
            assertThat(get(daemon, "/healthz").body()).isEqualTo("a thread is down; see the daemon's log\n");
            assertThat(status(daemon).getThreadsList()).anySatisfy(thread -> {
                assertThat(thread.getName()).isEqualTo("observer-test-0");
                assertThat(thread.getFailures()).isGreaterThan(1);
                assertThat(thread.getUp()).isFalse();
            });
            source.failure = null;
            await().atMost(PATIENCE).until(() -> get(daemon, "/healthz").statusCode() == 200);
            assertThat(status(daemon).getThreadsList())
                    .extracting(thread -> thread.getName() + " " + thread.getUp())
                    .contains("observer-ingest-0 true", "observer-files-0 true", "observer-test-0 true");
            source.closed = true;
            source.failure = "the end";
        }
    }

    @Test
    void replay_ofADamagedFile_isAFailureThatReadinessShows() throws Exception {
        SourceConfig.Replay replay =
                new SourceConfig.Replay(capture(true), SourceConfig.Speed.MAX, SourceConfig.Time.ORIGINAL, false);
        try (Daemon daemon = start(replay, (context, report) -> SourceFactory.open(replay, context, report))) {
            await().atMost(PATIENCE).until(() -> source(daemon).getState().equals("failed"));
            assertThat(get(daemon, "/readyz").statusCode()).isEqualTo(503);
            assertThat(source(daemon).getError()).contains("truncated at offset");
            assertThat(source(daemon).getEvents()).isEqualTo(1);
        }
    }

    @Test
    void replay_thatEndsWell_staysReady() throws Exception {
        SourceConfig.Replay replay =
                new SourceConfig.Replay(capture(false), SourceConfig.Speed.MAX, SourceConfig.Time.ORIGINAL, false);
        try (Daemon daemon = start(replay, (context, report) -> SourceFactory.open(replay, context, report))) {
            await().atMost(PATIENCE).until(() -> source(daemon).getState().equals("ended"));
            assertThat(get(daemon, "/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void serve_sourceFailsBeyondTheLimit_endsWithOne() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlogback.configurationFile=logback.xml",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.flowobserver.cli.Observer",
                        "serve",
                        "--listen-client-urls=unix://" + directory.resolve("observer.sock"),
                        "--source=replay:" + capture(true),
                        "--source-retry-limit=0")
                .redirectErrorStream(true)
                .start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(log).isEqualTo(1);
        assertThat(log).contains("failed, observation has stopped: capture ", "truncated at offset");
        assertThat(directory.resolve("observer.sock")).doesNotExist();
    }

    private Path capture(boolean truncated) throws IOException {
        Path path = directory.resolve("events.pcap");
        try (CaptureWriter writer = CaptureWriter.create(path)) {
            writer.write(SampleKind.PERF, 0, 1, EventBytes.of(new byte[] {1}));
            writer.write(SampleKind.PERF, 0, 2, EventBytes.of(new byte[] {1}));
        }
        if (truncated) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(file.length() - 1);
            }
        }
        return path;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Daemon start(SourceConfig source, SourceOpener opener) throws StartException {
        ServeConfig config = new ServeConfig(
                new ListenConfig(
                        List.of("127.0.0.1:0"),
                        Optional.empty(),
                        Optional.empty(),
                        new ListenConfig.Http(false, true),
                        true,
                        ListenConfig.DEFAULT_IDLE_STREAM_TIMEOUT),
                source,
                OptionalInt.empty(),
                Optional.empty(),
                new RingConfig(7),
                NodeConfig.of("node", null, Map.of(), "host"),
                new DecodeConfig(
                        false, false, 0, new DecodeConfig.Redact(false, false, false, List.of(), List.of(), false)),
                Optional.empty(),
                new MetricsConfig(
                        List.of(),
                        Optional.empty(),
                        MetricsConfig.DEFAULT_MAX_SERIES,
                        Optional.of(new MetricsConfig.Address("127.0.0.1", metricsPort)),
                        Optional.empty(),
                        true));
        return Daemon.start(config, "1.2.3", opener);
    }

    private Source source(Daemon daemon) throws Exception {
        return status(daemon).getSources(0);
    }

    private NodeStatus status(Daemon daemon) throws Exception {
        NodeStatus.Builder status = NodeStatus.newBuilder();
        JsonFormat.parser().merge(get(daemon, "/").body(), status);
        return status.build();
    }

    private HttpResponse<String> get(Daemon daemon, String path) throws Exception {
        return get("http://" + daemon.listeners().get(0) + path);
    }

    private String metrics(Daemon daemon) throws Exception {
        assertThat(daemon.listeners()).hasSize(1);
        return get("http://127.0.0.1:" + metricsPort + "/metrics").body();
    }

    private HttpResponse<String> get(String url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    /** A live source that fails, and cannot be opened, for as long as the test says. */
    private static final class Faulty {
        private volatile @Nullable String failure;
        private volatile boolean sendsNull;
        private volatile boolean closed;

        EventSource open() throws StartException {
            String reason = failure;
            if (reason != null) {
                throw new StartException(reason);
            }
            return new Opened(this);
        }
    }

    private record Opened(Faulty fault) implements EventSource {
        @Override
        @SuppressWarnings("NullAway") // which is the point
        public int poll(EventSink sink, int timeoutMillis) throws SourceException {
            String reason = fault.failure;
            if (reason != null) {
                throw new SourceException(reason);
            }
            if (fault.sendsNull) {
                sink.event(SampleKind.ACCESS_LOG, 0, 1, null);
            }
            return fault.sendsNull ? 1 : 0;
        }

        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
