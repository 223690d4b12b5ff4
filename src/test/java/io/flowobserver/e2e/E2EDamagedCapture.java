// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.source.capture.CaptureWriter;
import io.flowobserver.vectors.Vectors;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Captures that are cut or full of garbage: what is good in them is served. */
@Tag("concurrent")
class E2EDamagedCapture {
    private static final int GARBAGE = 10_000;
    private static final int LONGEST_GARBAGE = 300;
    private static final long SEED = 2;

    private final List<JsonObject> good = Vectors.read("trace").stream()
            .filter(vector -> !Vectors.isRefused(vector) && !vector.has("parser_options"))
            .toList();
    private Topology net;

    @BeforeEach
    void start() {
        Requirements.met();
        net = new Topology();
    }

    @AfterEach
    void stop() {
        if (net != null) {
            net.close();
        }
    }

    @Test
    void garbageAmongGoodEvents_isCountedAndTheGoodOnesComeThrough() throws Exception {
        Path capture = net.file("garbage.pcap");
        Random random = new Random(SEED);
        int written = 0;
        try (CaptureWriter writer = CaptureWriter.create(capture)) {
            for (; written < GARBAGE; written++) {
                byte[] garbage = new byte[random.nextInt(LONGEST_GARBAGE)];
                random.nextBytes(garbage);
                writer.write(random.nextInt(6), random.nextInt(8), 0, written, EventBytes.of(garbage));
                if (written < good.size()) {
                    write(writer, good.get(written));
                }
            }
        }

        DaemonProcess daemon = replay(capture);
        String summary = daemon.awaitLog("has ended");

        long[] counts = counts(summary);
        assertThat(counts[0])
                .as(summary)
                .isEqualTo(LongStream.of(counts).skip(1).sum());
        // A loss note that is none is an event of unknown kind, so every sample is counted as one.
        assertThat(counts[0]).as(summary).isEqualTo(GARBAGE + good.size());
        // By chance some garbage is a drop or a verdict; its time, of 1970, tells.
        assertThat(counts[1]).as(summary).isBetween((long) good.size(), good.size() + GARBAGE / 100L);
        assertThat(served().stream().filter(flow -> flow.getTime().getSeconds() > 0))
                .containsExactlyElementsOf(expected());
        daemon.stop();
    }

    @Test
    void truncatedCapture_isServedAsFarAsItGoes() throws Exception {
        Path capture = net.file("cut.pcap");
        try (CaptureWriter writer = CaptureWriter.create(capture)) {
            for (JsonObject vector : good) {
                write(writer, vector);
            }
        }
        try (FileChannel file = FileChannel.open(capture, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 1);
        }

        DaemonProcess daemon = replay(capture);
        String complaint = daemon.awaitLog("truncated");

        assertThat(complaint).contains(capture.toString(), "record it again");
        List<Flow> expected = expected();
        assertThat(served()).isEqualTo(expected.subList(0, expected.size() - 1));
        assertThat(daemon.isAlive()).isTrue();
        daemon.stop();
        assertThat(daemon.log())
                .filteredOn(line -> !line.contains(" INFO ") && !line.startsWith("  "))
                .containsExactly(complaint);
    }

    private static void write(CaptureWriter writer, JsonObject vector) throws Exception {
        JsonObject event = vector.getAsJsonObject("event");
        long time = Timestamps.toNanos(Timestamps.parse(event.get("time").getAsString()));
        writer.write(SampleKind.PERF, SampleOrigin.UNKNOWN, event.get("cpu").getAsInt(), time, Vectors.bytes(vector));
    }

    private DaemonProcess replay(Path capture) throws Exception {
        Path world = Path.of(getClass().getResource("/vectors/world.json").toURI());
        return net.keep(new DaemonProcess(
                net.host(),
                "serve",
                "--source=replay:" + capture,
                "--replay-speed=max",
                "--inventory=file:" + world,
                "--listen-client-urls=unix://" + net.file("observer.sock")));
    }

    /** The flows without uuid, and without the node's labels, which the vectors' own decoder does not add. */
    private List<Flow> served() {
        try (FlowClient client = new FlowClient(net.file("observer.sock"))) {
            return client.flows().stream()
                    .map(flow -> flow.toBuilder().clearUuid().clearNodeLabels().build())
                    .toList();
        }
    }

    private List<Flow> expected() throws InvalidProtocolBufferException {
        List<Flow> flows = new ArrayList<>();
        for (JsonObject vector : good) {
            Flow.Builder flow = Flow.newBuilder();
            JsonFormat.parser().merge(vector.get("expected").toString(), flow);
            flows.add(flow.build());
        }
        return flows;
    }

    /** Events, flows, and what became of the others, as the log line gives them. */
    private static long[] counts(String summary) {
        String[] parts = summary.substring(summary.indexOf("has ended: ") + "has ended: ".length())
                .split(", ");
        return List.of(parts).stream()
                .mapToLong(part -> Long.parseLong(part.split(" ", -1)[0]))
                .toArray();
    }
}
