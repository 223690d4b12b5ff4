// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.event.datapath.CountedEvent;
import io.flowobserver.source.capture.CaptureReader;
import io.flowobserver.vectors.VectorCapture;
import io.flowobserver.vectors.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Good inputs to begin with, made of the recorded vectors. */
final class Seeds {
    private static final String VECTORS = ".jsonl.gz";
    private static final Set<String> PACKETS = Set.of("trace", "packet");
    private static final int EVENTS_PER_CAPTURE = 5;
    private static final int ELEMENTS_PER_LIST = 2;
    /** All decoder vectors; those of filters and metrics have no kind. */
    private static final List<JsonObject> RECORDED = recorded();

    private Seeds() {}

    /** The bytes of all recorded events of a {@link io.flowobserver.event.SampleKind}. */
    static List<byte[]> events(int kind) throws Exception {
        List<byte[]> events = new ArrayList<>();
        EventBytes bytes = new EventBytes();
        try (CaptureReader reader = CaptureReader.of("vectors", ByteBuffer.wrap(capture(RECORDED)))) {
            while (reader.next(bytes)) {
                if (reader.kind() == kind) {
                    events.add(bytes.toArray());
                }
            }
        }
        return events;
    }

    /** Events of our own programs with counts. The byte after the packet makes {@link EventRun} choose that origin. */
    static List<byte[]> counted(int kind) {
        List<byte[]> events = new ArrayList<>();
        for (int state = 0; kind == SampleKind.PERF && state < 1 << 7; state += 9) {
            byte[] event = CountedEvent.of(state).array();
            byte[] chosen = Arrays.copyOf(event, event.length + 1);
            chosen[event.length] = SampleOrigin.OWN;
            events.add(chosen);
        }
        return events;
    }

    /** Events that become flows, one for each set of headers that occurs: together they leave no header unread. */
    static List<JsonObject> varied() {
        Map<Object, JsonObject> varied = new LinkedHashMap<>();
        for (JsonObject vector : RECORDED) {
            if (PACKETS.contains(vector.get("kind").getAsString()) && !Vectors.isRefused(vector)) {
                JsonObject flow = vector.getAsJsonObject("expected");
                varied.putIfAbsent(List.of(keys(flow, "l4"), keys(flow, "tunnel")), vector);
            }
        }
        return List.copyOf(varied.values());
    }

    /** Captures of a few events each. */
    static List<byte[]> captures() throws Exception {
        List<byte[]> captures = new ArrayList<>();
        for (int i = 0; i < RECORDED.size(); i += EVENTS_PER_CAPTURE) {
            captures.add(capture(RECORDED.subList(i, Math.min(i + EVENTS_PER_CAPTURE, RECORDED.size()))));
        }
        return captures;
    }

    /** The recorded world, and pieces of it with a few elements of one list each. */
    static List<byte[]> inventories() throws Exception {
        String text = Files.readString(directory().resolve("world.json"));
        JsonObject world = JsonParser.parseString(text).getAsJsonObject();
        List<byte[]> inventories = new ArrayList<>();
        inventories.add(text.getBytes(StandardCharsets.UTF_8));
        for (String list : world.keySet()) {
            JsonObject piece = new JsonObject();
            piece.add(list, beginning(world.get(list)));
            inventories.add(piece.toString().getBytes(StandardCharsets.UTF_8));
        }
        return inventories;
    }

    static byte[] capture(List<JsonObject> vectors) throws Exception {
        Path file = Files.createTempFile("vectors", ".pcap");
        try {
            VectorCapture.write(file, vectors);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private static List<JsonObject> recorded() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(VECTORS))
                    .sorted()
                    .flatMap(name -> Vectors.read(name.substring(0, name.length() - VECTORS.length())).stream())
                    .filter(vector -> vector.has("kind") && vector.has("event"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonElement beginning(JsonElement value) {
        if (!value.isJsonArray()) {
            return value;
        }
        JsonArray beginning = new JsonArray();
        for (JsonElement element : value.getAsJsonArray()) {
            if (beginning.size() < ELEMENTS_PER_LIST) {
                beginning.add(element);
            }
        }
        return beginning;
    }

    private static List<String> keys(JsonObject flow, String field) {
        return flow.has(field) ? List.copyOf(flow.getAsJsonObject(field).keySet()) : List.of();
    }

    private static Path directory() {
        try {
            return Path.of(
                    Objects.requireNonNull(Seeds.class.getResource("/vectors")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
