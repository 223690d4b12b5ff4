// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.flowobserver.config.ConnectionTablesConfig;
import io.flowobserver.config.MonitorConfig;
import io.flowobserver.config.SourceConfig;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.proto.node.Source;
import io.flowobserver.source.capture.CaptureReader;
import io.flowobserver.source.capture.CaptureWriter;
import io.flowobserver.vectors.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several sources at once, each with state and counters of its own. */
class ITSources {
    private static final SourceConfig LIVE =
            new SourceConfig.Bpf(1, List.of(), false, false, MonitorConfig.DEFAULT, ConnectionTablesConfig.DEFAULT);
    private static final Pattern END = Pattern.compile("source (\\S+) has ended: (\\d+) events, (\\d+) flows,"
            + " (\\d+) agent and debug events, (\\d+) malformed, (\\d+) skipped, (\\d+) of unknown types, (\\d+) lost");
    /** Longer than half of the smallest queue, so that it never has room there. */
    private static final int TOO_LONG = LocalDaemon.QUEUE_BYTES / 2;

    private static final int LONG_EVENTS = 3;
    private static final int REPEATS = 100;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sources_oneDiesAndComesBack_theOtherGoesOn(boolean directDies) throws Exception {
        FaultySource direct = new FaultySource();
        FaultySource queued = new FaultySource();
        direct.sends = true;
        queued.sends = true;
        SourceConfig other = replay("never-opened.pcap", SourceConfig.Speed.ORIGINAL);
        String dying = directDies ? LIVE.name() : other.name();
        String steady = directDies ? other.name() : LIVE.name();
        try (LocalDaemon daemon =
                new LocalDaemon((config, context, report) -> (config == LIVE ? direct : queued).open(), LIVE, other)) {
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.source(dying).getEvents() > 0
                            && daemon.source(steady).getEvents() > 0);
            assertThat(daemon.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(daemon.source(dying).hasDevices()).isEqualTo(directDies);

            (directDies ? direct : queued).failure = "the cable is cut";
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.get("/readyz").statusCode() == 503);
            Source dead = daemon.source(dying);
            assertThat(dead.getState()).isEqualTo("retrying");
            assertThat(dead.getError()).isEqualTo("the cable is cut");
            long before = daemon.source(steady).getEvents();
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.source(steady).getEvents() > before);
            assertThat(daemon.source(steady).getState()).isEqualTo("running");
            assertThat(daemon.metrics())
                    .contains(
                            "observer_source_up{source=\"" + dying + "\"} 0.0",
                            "observer_source_up{source=\"" + steady + "\"} 1.0",
                            "observer_source_state{source=\"" + dying + "\",state=\"retrying\"} 1.0",
                            "observer_source_state{source=\"" + steady + "\",state=\"retrying\"} 0.0");

            (directDies ? direct : queued).failure = null;
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.get("/readyz").statusCode() == 200);
            await().atMost(LocalDaemon.PATIENCE)
                    .until(() -> daemon.source(dying).getEvents() > dead.getEvents());
            assertThat(daemon.source(dying).getRetries()).isPositive();
            assertThat(daemon.source(steady).getRetries()).isZero();
        }
    }

    @Test
    void sources_twoReplaysAtFullSpeed_loseOnlyWhatNeverFitsAndAreToldApart() throws Exception {
        SourceConfig one = replay("one.pcap", SourceConfig.Speed.MAX);
        SourceConfig two = replay("two.pcap", SourceConfig.Speed.MAX);
        int ofOne = capture("one.pcap", "trace") - LONG_EVENTS;
        int ofTwo = capture("two.pcap", "drop") - LONG_EVENTS;
        try (LocalDaemon daemon = new LocalDaemon(SourceFactory::open, one, two)) {
            await().atMost(LocalDaemon.PATIENCE).untilAsserted(() -> assertThat(
                            daemon.status().getSourcesList())
                    .extracting(Source::getName, Source::getKind, Source::getState, Source::getEvents, Source::getLost)
                    .containsExactly(
                            tuple(one.name(), "replay", "ended", (long) ofOne, (long) LONG_EVENTS),
                            tuple(two.name(), "replay", "ended", (long) ofTwo, (long) LONG_EVENTS)));
            assertThat(daemon.get("/readyz").statusCode()).isEqualTo(200);
            String metrics = daemon.metrics();
            assertThat(metrics)
                    .contains(
                            "observer_events_total{source=\"" + one.name() + "\",type=\"trace\"} " + (double) ofOne,
                            "observer_events_total{source=\"" + two.name() + "\",type=\"trace\"} 0.0",
                            "observer_events_total{source=\"" + two.name() + "\",type=\"drop\"} " + (double) ofTwo,
                            "observer_events_lost_total{place=\"events_queue\",source=\"" + two.name() + "\"} "
                                    + (double) LONG_EVENTS);
            assertThat(daemon.status().getFlows().getSeen()).isEqualTo(flows(metrics, one) + flows(metrics, two));
        }
    }

    @Test
    @Timeout(60)
    void awaitFailure_oneOfSeveralBeyondTheLimit_returns() throws Exception {
        FaultySource direct = new FaultySource();
        FaultySource queued = new FaultySource();
        SourceConfig other = replay("never-opened.pcap", SourceConfig.Speed.ORIGINAL);
        try (LocalDaemon daemon = new LocalDaemon(
                (config, context, report) -> (config == LIVE ? direct : queued).open(),
                OptionalInt.of(0),
                LIVE,
                other)) {
            queued.failure = "the cable is cut";
            daemon.daemon.awaitFailure();
            assertThat(daemon.source(other.name()).getState()).isEqualTo("failed");
            assertThat(daemon.source(LIVE.name()).getState()).isEqualTo("running");
            assertThat(daemon.get("/readyz").statusCode()).isEqualTo(503);
        }
    }

    /** The smallest queues, a small heap, events that never fit, and, at the original speed, all events at once. */
    @ParameterizedTest
    @ValueSource(strings = {"max", "original"})
    void serve_smallQueuesAndHeap_whatIsReadIsReceivedOrLost(String speed) throws Exception {
        int ofOne = capture("one.pcap", "trace");
        int ofTwo = capture("two.pcap", "l7");
        Process process = observer(
                "-Xmx48m",
                "serve",
                "--listen-client-urls=unix://" + directory.resolve("observer.sock"),
                "--source=replay:" + directory.resolve("one.pcap"),
                "--source=replay:" + directory.resolve("two.pcap"),
                "--source-queue-bytes=256KiB",
                "--replay-speed=" + speed,
                "--ring-flows=1000");
        List<String> ends = new ArrayList<>();
        List<String> log = new ArrayList<>();
        try (var lines = process.inputReader()) {
            String line = "";
            while (line != null && ends.size() < 3) {
                line = lines.readLine();
                log.add(line);
                if (line != null && line.contains(" has ended: ")) {
                    ends.add(line);
                }
            }
        } finally {
            process.destroy();
            assertThat(process.waitFor(LocalDaemon.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(ends).as("%s", log).hasSize(3);
        for (String end : ends) {
            Matcher match = END.matcher(end);
            if (match.find()) {
                long[] counts = new long[7];
                for (int i = 0; i < counts.length; i++) {
                    counts[i] = Long.parseLong(match.group(i + 2));
                }
                System.out.println(match.group());
                assertThat(counts[1] + counts[2] + counts[3] + counts[4] + counts[5])
                        .as(end)
                        .isEqualTo(counts[0]);
                assertThat(counts[0] + counts[6])
                        .as(end)
                        .isEqualTo(match.group(1).endsWith("one.pcap") ? ofOne : ofTwo);
                assertThat(counts[6]).as(end).isGreaterThanOrEqualTo(LONG_EVENTS);
                if (speed.equals("max")) {
                    assertThat(counts[6]).as(end).isEqualTo(LONG_EVENTS);
                }
            } else {
                // The sum of both.
                assertThat(end).contains("one.pcap, replay:");
            }
        }
    }

    @Test
    void record_severalSources_writesTheEventsOfAll() throws Exception {
        int ofOne = capture("one.pcap", "trace") - LONG_EVENTS;
        int ofTwo = capture("two.pcap", "drop") - LONG_EVENTS;
        Path file = directory.resolve("both.pcap");
        Process process = observer(
                "-Xmx48m",
                "record",
                file.toString(),
                "--source=replay:" + directory.resolve("one.pcap"),
                "--source=replay:" + directory.resolve("two.pcap"),
                "--source-queue-bytes=256KiB",
                "--replay-speed=max");
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LocalDaemon.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).as(log).isZero();
        int events = 0;
        int lossNotes = 0;
        try (CaptureReader reader = CaptureReader.open(file)) {
            EventBytes bytes = new EventBytes();
            while (reader.next(bytes)) {
                if (reader.kind() == SampleKind.LOST) {
                    lossNotes++;
                } else {
                    events++;
                }
            }
        }
        assertThat(events).isEqualTo(ofOne + ofTwo);
        assertThat(lossNotes).isPositive();
        assertThat(log).contains((events + lossNotes) + " events written to " + file);
    }

    @Test
    void serve_sameSourceTwice_isRefused() throws Exception {
        capture("one.pcap", "trace");
        Process process = observer(
                "-Xmx48m",
                "serve",
                "--listen-client-urls=unix://" + directory.resolve("observer.sock"),
                "--source=replay:" + directory.resolve("one.pcap"),
                "--source=replay:" + directory.resolve(".").resolve("one.pcap"));
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LocalDaemon.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).as(log).isEqualTo(2);
        assertThat(log)
                .startsWith("observer: --source: \"replay:" + directory.resolve("one.pcap") + "\" is given twice;");
    }

    private static long flows(String metrics, SourceConfig source) {
        String series = "observer_flows_total{source=\"" + source.name() + "\"} ";
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(series.length())))
                .findAny()
                .orElseThrow();
    }

    private SourceConfig replay(String file, SourceConfig.Speed speed) {
        return new SourceConfig.Replay(directory.resolve(file), speed, SourceConfig.Time.ORIGINAL, false);
    }

    /** Writes recorded events, all of one time, with a few that are too long for a small queue. Returns how many. */
    private int capture(String file, String kind) throws IOException {
        List<EventBytes> recorded = Vectors.read(kind).stream()
                .filter(vector -> vector.getAsJsonObject("event").has(kind.equals("l7") ? "log_record" : "data_hex"))
                .map(Vectors::bytes)
                .toList();
        int events = 0;
        try (CaptureWriter capture = CaptureWriter.create(directory.resolve(file))) {
            for (int i = 0; i < LONG_EVENTS; i++) {
                capture.write(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 1, EventBytes.of(new byte[TOO_LONG]));
                events++;
            }
            for (int i = 0; i < REPEATS; i++) {
                for (EventBytes event : recorded) {
                    capture.write(
                            kind.equals("l7") ? SampleKind.ACCESS_LOG : SampleKind.PERF,
                            SampleOrigin.UNKNOWN,
                            0,
                            1,
                            event);
                    events++;
                }
            }
        }
        return events;
    }

    private static Process observer(String heap, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:MaxDirectMemorySize=32m",
                "-XX:+ExitOnOutOfMemoryError",
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                "io.flowobserver.cli.Observer"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
