// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.event.datapath.CountedEvent;
import io.flowobserver.source.Delivered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    private static final long TIME = 1_761_048_000_000_000_000L;

    @TempDir
    Path directory;

    private final Delivered next = new Delivered();
    private final Delivered replayed = new Delivered();

    @Test
    void event_andLoss_replayAsTheyWentBy() throws Exception {
        Path file = directory.resolve("capture");
        try (var recorder = new Recorder(file, 1 << 20, next)) {
            recorder.event(0, SampleOrigin.OWN, 2, TIME, EventBytes.of(new byte[] {4, 1}));
            recorder.lost(1, 2, 9, TIME, TIME + 1);
            recorder.lost(2, 0, 1, 0, 0);
            recorder.event(1, SampleOrigin.UNKNOWN, -1, TIME + 2, EventBytes.of(new byte[] {'{', '}'}));
            assertThat(recorder.isRecording()).isTrue();
            assertThat(recorder.recorded()).isEqualTo(4);
        }
        Captures.drain(ReplaySource.open(file, ReplayOptions.MAX), replayed);
        assertThat(replayed.events).isEqualTo(next.events).hasSize(2);
        assertThat(replayed.losses).isEqualTo(next.losses).hasSize(2);
    }

    /** The block of counts is bytes of the event like all others, whatever it says. */
    @Test
    void event_withCounts_replaysTheSameBytes() throws Exception {
        Path file = directory.resolve("capture");
        try (var recorder = new Recorder(file, 1 << 20, next)) {
            for (int state = 0; state < 1 << 16; state += 0x111) {
                recorder.event(
                        0, SampleOrigin.OWN, 0, TIME, CountedEvent.of(state).bytes());
            }
        }
        Captures.drain(ReplaySource.open(file, ReplayOptions.MAX), replayed);
        assertThat(replayed.events).isEqualTo(next.events).hasSize(241);
        assertThat(replayed.events.get(1))
                .isEqualTo(Delivered.event(
                        0, SampleOrigin.OWN, 0, TIME, CountedEvent.of(0x111).array()));
    }

    @Test
    void event_captureFull_endsWithAWholeCaptureAndForwardsOn() throws Exception {
        Path file = directory.resolve("capture");
        int maxBytes = 24 + 3 * (CaptureWriter.OVERHEAD + 100) + 10;
        try (var recorder = new Recorder(file, maxBytes, next)) {
            for (int i = 0; i < 5; i++) {
                recorder.event(0, SampleOrigin.UNKNOWN, 0, TIME + i, EventBytes.of(new byte[100]));
            }
            assertThat(recorder.isRecording()).isFalse();
            // Would fit, but a capture with a gap is worse than a short one.
            recorder.event(0, SampleOrigin.UNKNOWN, 0, TIME + 9, EventBytes.of(new byte[1]));
            recorder.lost(1, 0, 1, 0, 0);
            assertThat(recorder.recorded()).isEqualTo(3);
        }
        assertThat(next.events).hasSize(6);
        assertThat(next.losses).hasSize(1);
        assertThat(Files.size(file)).isLessThanOrEqualTo(maxBytes);
        Captures.drain(ReplaySource.open(file, ReplayOptions.MAX), replayed);
        assertThat(replayed.events).isEqualTo(next.events.subList(0, 3));
    }

    @Test
    void flush_whileOpen_bringsEventsToTheFile() throws Exception {
        Path file = directory.resolve("capture");
        try (var recorder = new Recorder(file, 1 << 20, next)) {
            recorder.event(0, SampleOrigin.UNKNOWN, 2, TIME, EventBytes.of(new byte[] {4, 1}));
            recorder.flush();
            Captures.drain(ReplaySource.open(file, ReplayOptions.MAX), replayed);
            assertThat(replayed.events).isEqualTo(next.events);
        }
    }

    @Test
    void idle_afterAQuietSecond_completesTheFile() throws Exception {
        Path file = directory.resolve("capture");
        try (var recorder = new Recorder(file, 1 << 20, next)) {
            recorder.event(0, SampleOrigin.UNKNOWN, 2, TIME, EventBytes.of(new byte[] {4, 1}));
            long empty = Files.size(file);
            recorder.idle();
            assertThat(Files.size(file)).isEqualTo(empty);
            await().atMost(Duration.ofSeconds(5)).until(() -> {
                recorder.idle();
                return Files.size(file) > empty;
            });
            Captures.drain(ReplaySource.open(file, ReplayOptions.MAX), replayed);
            assertThat(replayed.events).isEqualTo(next.events);
        }
    }

    /** /dev/full takes nothing, as a full disk does. */
    @Test
    void create_diskFull_namesTheFile() {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        assertThatThrownBy(() -> new Recorder(full, 1 << 20, next))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("/dev/full: cannot be written");
    }

    /** A pipe whose reader has gone refuses what a file took before. */
    @Test
    void event_writingFails_endsRecordingAndForwardsOn() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        var reader = CompletableFuture.supplyAsync(() -> {
            try (var in = Files.newInputStream(pipe)) {
                return in.readNBytes(24);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (var recorder = new Recorder(pipe, 1 << 20, next)) {
            assertThat(reader.get(10, TimeUnit.SECONDS)).hasSize(24);
            recorder.event(0, SampleOrigin.UNKNOWN, 0, TIME, EventBytes.of(new byte[10]));
            assertThat(recorder.isRecording()).isTrue();
            recorder.flush();
            assertThat(recorder.isRecording()).isFalse();
            recorder.event(0, SampleOrigin.UNKNOWN, 0, TIME, EventBytes.of(new byte[10]));
        }
        assertThat(next.events).hasSize(2);
    }

    @Test
    void event_longerThanACaptureHolds_endsRecordingAndForwardsOn() throws Exception {
        var recorder = new Recorder(directory.resolve("capture"), Long.MAX_VALUE, next);
        recorder.event(0, SampleOrigin.UNKNOWN, 0, TIME, EventBytes.of(new byte[CaptureWriter.LONGEST_CONTENT + 1]));
        assertThat(recorder.isRecording()).isFalse();
        assertThat(next.events).hasSize(1);
        recorder.close();
        recorder.close();
    }
}
