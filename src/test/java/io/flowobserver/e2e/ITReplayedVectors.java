// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.vectors.Answers;
import io.flowobserver.vectors.ParserFlags;
import io.flowobserver.vectors.VectorCapture;
import io.flowobserver.vectors.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All recorded events, written to captures, replayed by the daemon and read over gRPC, must be what was recorded; one run
 * for each set of options under which events were recorded.
 */
class ITReplayedVectors {
    private static final List<String> KINDS =
            List.of("trace", "packet", "truncated", "drop", "policy_verdict", "debug_capture");

    @TempDir
    private Path directory;

    private final List<String> wrong = new ArrayList<>();

    @Test
    void serve_capturesOfAllVectors_answersAsRecorded() throws Exception {
        Map<JsonElement, List<JsonObject>> runs = new LinkedHashMap<>();
        for (String kind : KINDS) {
            for (JsonObject vector : Vectors.read(kind)) {
                JsonElement options = vector.has("parser_options") ? vector.get("parser_options") : new JsonObject();
                runs.computeIfAbsent(options, none -> new ArrayList<>()).add(vector);
            }
        }
        for (Map.Entry<JsonElement, List<JsonObject>> run : runs.entrySet()) {
            replay(run.getKey().getAsJsonObject(), run.getValue());
        }
        assertThat(wrong).isEmpty();
    }

    private void replay(JsonObject options, List<JsonObject> vectors) throws Exception {
        Path capture = directory.resolve("vectors.pcap");
        VectorCapture.write(capture, vectors);
        Path socket = directory.resolve("observer.sock");
        List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--source=replay:" + capture,
                "--replay-speed=max",
                "--inventory=file:" + world(),
                "--max-flows=4095",
                "--listen-client-urls=unix://" + socket));
        arguments.addAll(ParserFlags.of(options));
        try (DaemonProcess daemon = DaemonProcess.here(arguments.toArray(String[]::new));
                FlowClient client = new FlowClient(socket)) {
            daemon.awaitLog(" has ended");
            compareFlows(vectors, client.flows());
        }
        System.out.println("vectors through the daemon, " + options + ": " + vectors.size() + " events");
    }

    private void compareFlows(List<JsonObject> vectors, List<Flow> flows) throws InvalidProtocolBufferException {
        List<JsonObject> made =
                vectors.stream().filter(vector -> Answers.isOf(vector, "flow")).toList();
        assertThat(flows).hasSameSizeAs(made);
        for (int i = 0; i < made.size(); i++) {
            // The labels of the node are added after decoding, so the vectors do not have them.
            Flow flow = flows.get(i).toBuilder().clearUuid().clearNodeLabels().build();
            compare(
                    made.get(i),
                    JsonFormat.printer().preservingProtoFieldNames().print(flow));
        }
    }

    private void compare(JsonObject vector, String json) {
        if (!Answers.areMet(vector, JsonParser.parseString(json))) {
            wrong.add(Vectors.id(vector) + " should be " + Answers.of(vector) + " and is " + json);
        }
    }

    private Path world() throws Exception {
        Path file = directory.resolve("world.json");
        if (!Files.exists(file)) {
            Files.copy(Path.of("src/test/resources/vectors/world.json"), file);
        }
        return file;
    }
}
