// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.vectors.Answers;
import io.flowobserver.vectors.ParserFlags;
import io.flowobserver.vectors.VectorCapture;
import io.flowobserver.vectors.VectorSet;
import io.flowobserver.vectors.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All recorded events, written to captures, replayed by the daemon and read over gRPC, must be what was recorded: one run
 * for each set of options under which events were recorded, and a few more for groups that use the same request ids.
 */
@Tag("concurrent")
class ITReplayedVectors {
    private static final List<String> KINDS = List.of(
            "trace",
            "packet",
            "truncated",
            "drop",
            "policy_verdict",
            "debug_capture",
            "trace_sock",
            "debug",
            "l7",
            "agent",
            "garbage");

    private static final List<String> CASES = List.of("ip-tcp-options", "big-hbh", "big-nohbh", "qinq");
    /** Of these there are no vectors of 1.21, because nothing about them changed. */
    private static final Set<String> UNCHANGED_KINDS = Set.of("agent");

    @TempDir
    private Path directory;

    private final List<String> wrong = new ArrayList<>();
    private VectorSet set = VectorSet.OLD;

    @ParameterizedTest
    @EnumSource(names = {"OLD", "NEW"})
    void serve_capturesOfAllVectors_answersAsRecorded(VectorSet set) throws Exception {
        this.set = set;
        List<JsonObject> vectors = KINDS.stream()
                .filter(kind -> !set.isRecordedBy121() || !UNCHANGED_KINDS.contains(kind))
                .flatMap(kind -> set.read(kind).stream())
                .filter(ParserFlags::canBeGiven)
                .toList();
        for (ReplayRun run : ReplayRun.of(vectors)) {
            replay(run.options(), run.vectors());
        }
        assertThat(wrong).isEmpty();
    }

    /** Captures of our own programs, with headers that Hubble's decoder refuses or reads from the wrong place. */
    @Test
    void serve_capturesOfOurPrograms_showEveryPacketWithItsPorts() {
        Path socket = directory.resolve("observer.sock");
        List<String> arguments =
                new ArrayList<>(List.of("serve", "--replay-speed=max", "--listen-client-urls=unix://" + socket));
        for (String name : CASES) {
            arguments.add("--source=replay:src/test/resources/cases/" + name + ".pcap");
        }
        String seen = "FROM_ENDPOINT - NEW request ";
        String big = seen + "fd09::2 46926 > fd09::1 5201 TCP PSH+ACK";
        try (DaemonProcess daemon = DaemonProcess.here(arguments.toArray(String[]::new));
                FlowClient client = new FlowClient(socket)) {
            for (String name : CASES) {
                daemon.awaitLog(name + ".pcap has ended");
            }
            assertThat(client.flows())
                    .extracting(FlowLines::of)
                    .containsExactlyInAnyOrder(
                            seen + "10.9.0.2 4001 > 10.10.0.2 5353 UDP",
                            seen + "10.9.0.2 4002 > 10.10.0.2 5353 UDP",
                            seen + "10.9.0.2 4003 > 10.10.0.2 5353 UDP",
                            seen + "10.9.0.2 3001 > 10.10.0.2 80 TCP SYN",
                            seen + "10.9.0.2 3002 > 10.10.0.2 80 TCP SYN",
                            seen + "10.9.0.2 3003 > 10.10.0.2 80 TCP SYN",
                            big,
                            big,
                            big,
                            seen + "fd09::7 2015 > fd09::8 80 TCP PSH+ACK",
                            seen + "10.9.7.1 2003 > 10.9.7.2 80 TCP SYN");
        }
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
        if (set.isRecordedBy121()) {
            arguments.add("--cilium-compat=" + set.generation().label());
        }
        arguments.addAll(ParserFlags.of(options));
        try (DaemonProcess daemon = DaemonProcess.here(arguments.toArray(String[]::new));
                FlowClient client = new FlowClient(socket)) {
            daemon.awaitLog(" has ended");
            // The labels of the node are added after decoding, so the vectors do not have them.
            compare("flow", vectors, client.flows(), flow -> flow.toBuilder()
                    .clearUuid()
                    .clearNodeLabels()
                    .build());
            compare("agent_event", vectors, client.agentEvents(), event -> event);
            compare("debug_event", vectors, client.debugEvents(), event -> event);
            assertThat(client.namespaces()).isEqualTo(namespaces(vectors));
        }
        System.out.println("vectors " + set + " through the daemon, " + options + ": " + vectors.size() + " events");
    }

    private <T extends Message> void compare(
            String type, List<JsonObject> vectors, List<T> answers, UnaryOperator<T> comparable)
            throws InvalidProtocolBufferException {
        List<JsonObject> made =
                vectors.stream().filter(vector -> Answers.isOf(vector, type)).toList();
        assertThat(answers).as(type).hasSameSizeAs(made);
        for (int i = 0; i < made.size(); i++) {
            T answer = comparable.apply(answers.get(i));
            String json = JsonFormat.printer().preservingProtoFieldNames().print(answer);
            if (!Answers.areMet(made.get(i), JsonParser.parseString(json))) {
                wrong.add(Vectors.id(made.get(i)) + " should be " + Answers.of(made.get(i)) + " and is " + json);
            }
        }
    }

    /** Those of all flows, whenever they are said to have been seen: they arrive now. */
    private static List<String> namespaces(List<JsonObject> vectors) {
        return vectors.stream()
                .filter(vector -> Answers.isOf(vector, "flow"))
                .map(vector -> Answers.of(vector).get(0).getAsJsonObject())
                .flatMap(flow -> Stream.of(flow.getAsJsonObject("source"), flow.getAsJsonObject("destination")))
                .filter(endpoint -> endpoint != null && endpoint.has("namespace"))
                .map(endpoint -> endpoint.get("namespace").getAsString())
                .distinct()
                .sorted()
                .toList();
    }

    private Path world() throws Exception {
        Path file = directory.resolve("world.json");
        if (!Files.exists(file)) {
            String folder = set.isRecordedBy121() ? "vectors-1.21" : "vectors";
            Files.copy(Path.of("src/test/resources", folder, "world.json"), file);
        }
        return file;
    }
}
