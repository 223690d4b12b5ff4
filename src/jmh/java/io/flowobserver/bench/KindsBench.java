// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.inventory.InventoryException;
import io.flowobserver.enrich.inventory.InventoryFile;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.pipeline.Pipeline;
import io.flowobserver.ring.Rings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** What an event of each kind costs the ingest thread: the recorded events that become something, over and over. */
final class KindsBench {
    private static final Path VECTORS = Path.of("src/test/resources/vectors");
    private static final List<String> KINDS =
            List.of("trace", "drop", "policy_verdict", "debug_capture", "trace_sock", "debug", "l7", "agent");
    private static final int RING_FLOWS = 65_535;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ROUNDS = 7;
    private static final long ROUND_MILLIS = 500;
    private static final long TIME_NANOS = 1_800_000_000L * 1_000_000_000L;

    private KindsBench() {}

    private record Event(int kind, EventBytes bytes) {}

    static void run(Report report) throws IOException, InventoryException {
        Inventory inventory = new Inventory();
        inventory.publish(InventoryFile.read(VECTORS.resolve("world.json"), facts -> BenchInventory.NODE));
        for (String kind : KINDS) {
            List<Event> events = events(kind);
            Pipeline pipeline = new Pipeline(
                    inventory,
                    Rings.ofFlows(RING_FLOWS),
                    new Decoder(DecoderOptions.DEFAULT),
                    new Attribution(AttributionOptions.DEFAULT));
            rounds(pipeline, events, WARM_UP_ROUNDS);
            CostMeter meter = rounds(pipeline, events, ROUNDS);
            report.line(
                    "%-16s %,9.0f ns of CPU time an event (best %,9.0f) %,10.2f B/event, %d kinds of events",
                    kind, 1e9 / meter.perCpuSecond(), 1e9 / meter.bestPerCpuSecond(), meter.allocated(), events.size());
        }
    }

    private static CostMeter rounds(Pipeline pipeline, List<Event> events, int rounds) {
        CostMeter meter = new CostMeter(rounds);
        for (int round = 0; round < rounds; round++) {
            meter.round(() -> replayOnce(pipeline, events), events.size(), ROUND_MILLIS);
        }
        return meter;
    }

    private static void replayOnce(Pipeline pipeline, List<Event> events) {
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            pipeline.event(event.kind, SampleOrigin.UNKNOWN, 0, TIME_NANOS, event.bytes);
        }
    }

    private static List<Event> events(String kind) throws IOException {
        List<Event> events = new ArrayList<>();
        Path file = VECTORS.resolve(kind + ".jsonl.gz");
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject vector = JsonParser.parseString(line).getAsJsonObject();
                if (vector.has("expected") && !vector.has("parser_options")) {
                    events.add(event(vector.getAsJsonObject("event")));
                }
            }
        }
        return events;
    }

    private static Event event(JsonObject event) {
        if (event.has("data_hex")) {
            byte[] bytes = HexFormat.of().parseHex(event.get("data_hex").getAsString());
            return new Event(SampleKind.PERF, EventBytes.of(bytes));
        }
        boolean log = event.has("log_record");
        String json = event.get(log ? "log_record" : "message").toString();
        return new Event(
                log ? SampleKind.ACCESS_LOG : SampleKind.AGENT, EventBytes.of(json.getBytes(StandardCharsets.UTF_8)));
    }
}
