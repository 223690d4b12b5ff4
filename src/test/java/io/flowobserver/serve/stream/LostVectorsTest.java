// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.wire.Wire;
import io.flowobserver.pipeline.Pipeline;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.Rings;
import io.flowobserver.source.capture.CaptureWriter;
import io.flowobserver.source.capture.ReplayOptions;
import io.flowobserver.source.capture.ReplaySource;
import io.flowobserver.vectors.Vectors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded losses, each alone, from a capture to the answer that a stream sends: the recorded message. */
class LostVectorsTest {
    private static final long TIME = 1_700_000_000_000_000_000L;
    private static final byte[] NODE = Wire.utf8("node");

    @TempDir
    Path directory;

    private final ResponseMessage message = new ResponseMessage(new FlowEncoder(new FlowUuid()));

    @Test
    void lost_recordedLoss_isTheRecordedMessage() throws Exception {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (JsonObject vector : Vectors.read("lost")) {
            JsonElement actual = JsonParser.parseString(answer(note(vector.getAsJsonObject("event"))));
            compared++;
            if (!actual.equals(vector.get("expected"))) {
                differences.add(vector.get("id") + " should be " + vector.get("expected") + " and is " + actual);
            }
        }
        System.out.println("vectors lost: " + compared + " notes, " + differences.size() + " differ");
        assertThat(differences).isEmpty();
        assertThat(compared).isPositive();
    }

    /** Merged notes tell a time only if all of them did. */
    @Test
    void lost_severalInASecond_tellWhatAllTell() throws Exception {
        Rings rings = Rings.ofFlows(1);
        rings.losses().add(new LossNote(1, 0, 2, TIME, TIME, LossNote.FIRST_KNOWN | LossNote.LAST_KNOWN));
        rings.losses().add(new LossNote(1, 0, -1L, TIME + 5, TIME + 5, LossNote.LAST_KNOWN));
        rings.losses().flush();
        assertThat(JsonParser.parseString(
                        answer(Objects.requireNonNull(rings.losses().note(0)))))
                .isEqualTo(JsonParser.parseString("{\"source\":\"PERF_EVENT_RING_BUFFER\","
                        + "\"num_events_lost\":\"18446744073709551615\",\"cpu\":0,"
                        + "\"last\":\"2023-11-14T22:13:20.000000005Z\"}"));
        assertThat(rings.losses().total(1)).isEqualTo(Long.MAX_VALUE);
    }

    private LossNote note(JsonObject event) throws Exception {
        Path file = directory.resolve("lost.pcap");
        Files.deleteIfExists(file);
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
            writer.write(SampleKind.LOST, SampleOrigin.UNKNOWN, 0, TIME, EventBytes.of(json));
        }
        ByteBuffer capture = ByteBuffer.wrap(Files.readAllBytes(file));
        Rings rings = Rings.ofFlows(1);
        Inventory inventory = new Inventory();
        inventory.publish(Snapshot.empty(new Node("node", List.of(), new Node.Emitter("observer", "1"))));
        Pipeline pipeline = new Pipeline(
                inventory, rings, new Decoder(DecoderOptions.DEFAULT), new Attribution(AttributionOptions.DEFAULT));
        pipeline.runBatch(ReplaySource.of("lost", capture, ReplayOptions.MAX), pipeline, TIME);
        rings.losses().flush();
        assertThat(rings.losses().end()).isEqualTo(1);
        return Objects.requireNonNull(rings.losses().note(0));
    }

    private String answer(LossNote note) throws Exception {
        message.lost(note, NODE, note.lastNanos());
        byte[] bytes = new byte[message.length()];
        message.copyTo(bytes, 0);
        GetFlowsResponse response = GetFlowsResponse.parseFrom(bytes);
        return JsonFormat.printer()
                .preservingProtoFieldNames()
                .omittingInsignificantWhitespace()
                .print(response.getLostEvents());
    }
}
