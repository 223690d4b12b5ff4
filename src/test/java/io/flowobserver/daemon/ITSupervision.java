// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.config.ConnectionTablesConfig;
import io.flowobserver.config.MonitorConfig;
import io.flowobserver.config.SourceConfig;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.source.capture.CaptureWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is blind says so, and heals. */
class ITSupervision {
    private static final SourceConfig LIVE =
            new SourceConfig.Bpf(1, List.of(), false, false, MonitorConfig.DEFAULT, ConnectionTablesConfig.DEFAULT);

    @TempDir
    private Path directory;

    @Test
    void source_fails_isToldAndOpenedAgain() throws Exception {
        FaultySource source = new FaultySource();
        try (LocalDaemon daemon = new LocalDaemon((config, context, report) -> source.open(), LIVE)) {
            assertThat(daemon.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(daemon.source().getState()).isEqualTo("running");

            source.failure = "the cable is cut";
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.get("/readyz").statusCode() == 503);
            await().atMost(LocalDaemon.PATIENCE).until(() -> daemon.source().getRetries() > 0);
            assertThat(daemon.source().getState()).isEqualTo("retrying");
            assertThat(daemon.source().getError()).isEqualTo("the cable is cut");
            assertThat(daemon.metrics()).contains("observer_source_up{source=\"bpf\"} 0.0");
            assertThat(daemon.get("/healthz").statusCode()).isEqualTo(200);

            source.failure = null;
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.get("/readyz").statusCode() == 200);
            assertThat(daemon.source().getState()).isEqualTo("running");
            assertThat(daemon.source().getError()).isEmpty();
            assertThat(daemon.metrics())
                    .contains("observer_source_up{source=\"bpf\"} 1.0")
                    .doesNotContain("observer_source_retries_total{source=\"bpf\"} 0.0");
        }
    }

    @Test
    void events_mostCauseExceptions_isNotReadyMeanwhile() throws Exception {
        FaultySource source = new FaultySource();
        try (LocalDaemon daemon = new LocalDaemon((config, context, report) -> source.open(), LIVE)) {
            source.sendsNull = true;
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.get("/readyz").statusCode() == 503);
            source.sendsNull = false;
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.get("/readyz").statusCode() == 200);
            assertThat(daemon.metrics())
                    .doesNotContain("observer_events_malformed_total{reason=\"internal\",source=\"bpf\"} 0.0");
            assertThat(daemon.source().getState()).isEqualTo("running");
        }
    }

    @Test
    void thread_failsAgainAndAgain_isNotHealthyMeanwhile() throws Exception {
        FaultySource source = new FaultySource();
        AtomicBoolean ends = new AtomicBoolean();
        Runnable task = () -> {
            while (source.failure == null) {
                Thread.onSpinWait();
            }
            if (!ends.get()) {
                throw new IllegalStateException("made by the test");
            }
        };
        SourceOpener opener = (config, context, report) -> {
            if (source.failure == null) {
                context.supervisor().threads("observer-test-0").newThread(task).start();
            }
            return source.open();
        };
        try (LocalDaemon daemon = new LocalDaemon(opener, LIVE)) {
            assertThat(daemon.get("/healthz").statusCode()).isEqualTo(200);
            source.failure = "both fail";
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.get("/healthz").statusCode() == 503);
            assertThat(daemon.get("/healthz").body()).isEqualTo("a thread is down; see the daemon's log\n");
            assertThat(daemon.status().getThreadsList()).anySatisfy(thread -> {
                assertThat(thread.getName()).isEqualTo("observer-test-0");
                assertThat(thread.getFailures()).isGreaterThan(1);
                assertThat(thread.getUp()).isFalse();
            });
            source.failure = null;
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.get("/healthz").statusCode() == 200);
            assertThat(daemon.status().getThreadsList())
                    .extracting(thread -> thread.getName() + " " + thread.getUp())
                    .contains("observer-ingest-0 true", "observer-files-0 true", "observer-test-0 true");
            ends.set(true);
            source.failure = "the end";
        }
    }

    @Test
    void replay_ofADamagedFile_isAFailureThatReadinessShows() throws Exception {
        SourceConfig.Replay replay =
                new SourceConfig.Replay(capture(true), SourceConfig.Speed.MAX, SourceConfig.Time.ORIGINAL, false);
        try (LocalDaemon daemon = new LocalDaemon(SourceFactory::open, replay)) {
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.source().getState().equals("failed"));
            assertThat(daemon.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(daemon.source().getError()).contains("truncated at offset");
            assertThat(daemon.source().getEvents()).isEqualTo(1);
        }
    }

    @Test
    void replay_thatEndsWell_staysReady() throws Exception {
        SourceConfig.Replay replay =
                new SourceConfig.Replay(capture(false), SourceConfig.Speed.MAX, SourceConfig.Time.ORIGINAL, false);
        try (LocalDaemon daemon = new LocalDaemon(SourceFactory::open, replay)) {
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.source().getState().equals("ended"));
            assertThat(daemon.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void serve_sourceFailsBeyondTheLimit_endsWithOne() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
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
        assertThat(process.waitFor(LocalDaemon.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).as(log).isEqualTo(1);
        assertThat(log).contains("failed for good: capture ", "truncated at offset");
        assertThat(directory.resolve("observer.sock")).doesNotExist();
    }

    private Path capture(boolean truncated) throws IOException {
        Path path = directory.resolve("events.pcap");
        try (CaptureWriter writer = CaptureWriter.create(path)) {
            writer.write(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 1, EventBytes.of(new byte[] {1}));
            writer.write(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 2, EventBytes.of(new byte[] {1}));
        }
        if (truncated) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(file.length() - 1);
            }
        }
        return path;
    }
}
