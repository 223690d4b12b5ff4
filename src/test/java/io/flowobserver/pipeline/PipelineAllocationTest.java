// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.event.datapath.CountedEvent;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.ring.Rings;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.capture.CaptureWriter;
import io.flowobserver.source.capture.ReplayOptions;
import io.flowobserver.source.capture.ReplaySource;
import io.flowobserver.vectors.Vectors;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a million events cost in heap on the ingest thread of a running pipeline that counts flows. */
class PipelineAllocationTest {
    private static final int EVENTS_PER_ROUND = 100_000;
    private static final int WARM_UP_ROUNDS = 2;
    private static final int ROUNDS = 10;
    private static final long ALLOWED_BYTES = 64 << 10;
    private static final Set<Integer> FLOWS = Set.of(
            MessageType.DROP,
            MessageType.CAPTURE,
            MessageType.TRACE,
            MessageType.POLICY_VERDICT,
            MessageType.TRACE_SOCK);

    @TempDir
    Path directory;

    @Test
    @Timeout(60)
    void ingest_aMillionEvents_allocatesNextToNothing() throws Exception {
        ByteBuffer capture = capture();
        Pipeline pipeline = new Pipeline(
                VectorInventories.inventory(),
                Rings.ofFlows(4095),
                new Decoder(DecoderOptions.DEFAULT),
                new Attribution(AttributionOptions.DEFAULT));
        Rounds source = new Rounds(capture);

        try (IngestThread ingest = new IngestThread(pipeline, source, pipeline, Thread::new)) {
            ingest.start();
            ingest.awaitEnd();
        }

        long received = (long) EVENTS_PER_ROUND * (WARM_UP_ROUNDS + ROUNDS);
        assertThat(pipeline.counters().received()).isEqualTo(received);
        assertThat(pipeline.counters().flows()
                        + pipeline.counters().malformed()
                        + pipeline.counters().skipped())
                .isEqualTo(received);
        assertThat(pipeline.counters().skipped()).isPositive();
        assertThat(pipeline.counters().flows()).isGreaterThan(received / 2);
        System.out.println(ROUNDS * EVENTS_PER_ROUND + " events: " + source.allocated + " bytes allocated");
        assertThat(source.allocated).isLessThan(ALLOWED_BYTES);
    }

    /** All recorded events about packets and sockets in turn, good and bad and garbage, over and over. */
    private ByteBuffer capture() throws Exception {
        List<EventBytes> events = new ArrayList<>();
        for (String kind : List.of(
                "trace", "packet", "truncated", "drop", "policy_verdict", "debug_capture", "trace_sock", "garbage")) {
            Vectors.read(kind).stream()
                    .map(Vectors::bytes)
                    .filter(bytes -> bytes.length() > 0 && FLOWS.contains(bytes.u8(0)))
                    .forEach(events::add);
        }
        for (int state : new int[] {0, 0x43, 0x21, 0xffff}) {
            events.add(CountedEvent.of(state).bytes());
        }
        Path file = directory.resolve("events.pcap");
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (int i = 0; i < EVENTS_PER_ROUND; i++) {
                writer.write(
                        SampleKind.PERF,
                        i % 2 == 0 ? SampleOrigin.UNKNOWN : SampleOrigin.OWN,
                        0,
                        1_700_000_000_000_000_000L + i,
                        events.get(i % events.size()));
            }
        }
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    /** Replays a capture from memory again and again; measures, on the thread that polls, all rounds but the first. */
    private static final class Rounds implements EventSource {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final List<ReplaySource> rounds = new ArrayList<>();
        private long before;
        private long allocated;
        private int round;

        Rounds(ByteBuffer capture) throws SourceException {
            for (int i = 0; i < WARM_UP_ROUNDS + ROUNDS; i++) {
                rounds.add(ReplaySource.of("round " + i, capture, ReplayOptions.MAX));
            }
        }

        @Override
        public int poll(EventSink sink, int timeoutMillis) throws SourceException {
            int events = rounds.get(round).poll(sink, timeoutMillis);
            if (events != ENDED) {
                return events;
            }
            round++;
            if (round == WARM_UP_ROUNDS) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            if (round < rounds.size()) {
                return 0;
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
            return ENDED;
        }

        @Override
        public String name() {
            return "rounds";
        }

        @Override
        public void close() {
            // The captures lie in memory.
        }
    }
}
