// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.decode.l7.Redaction;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.NotifyHeader;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.vectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All recorded trace events: the columns that decoding alone answers for must come out as recorded. */
class DecoderVectorsTest {
    private final FlowWriter row = new FlowWriter();
    private final FlowEncoder encoder = new FlowEncoder(new FlowUuid());
    private final List<String> differences = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"trace", "packet", "truncated"})
    void decode_recordedEvent_fillsTheRecordedColumns(String file) {
        var vectors = Vectors.read(file);
        vectors.forEach(this::compare);
        assertThat(differences).isEmpty();
        assertThat(vectors).hasSizeGreaterThan(200);
    }

    /** Made-up bytes behind every first byte there is. */
    @Test
    void decode_garbage_isRefusedWhereRecorded() {
        var kinds = new ArrayList<Malformed>();
        for (var vector : Vectors.read("garbage")) {
            row.clear();
            EventBytes bytes = Vectors.bytes(vector);
            var malformed = new Decoder(DecoderOptions.DEFAULT).decode(bytes, Origin.OLD, row);
            boolean isDebug = bytes.length() > 0 && bytes.u8(0) == MessageType.DEBUG;
            if (isDebug || Vectors.isSkipped(vector)) {
                continue;
            }
            assertThat(malformed != null).as(id(vector)).isEqualTo(Vectors.isRefused(vector));
            kinds.add(malformed);
        }
        assertThat(kinds).contains(null, Malformed.EMPTY, Malformed.UNKNOWN_TYPE, Malformed.TOO_SHORT);
        assertThat(kinds).doesNotContain(Malformed.INTERNAL);
    }

    private void compare(JsonObject vector) {
        row.clear();
        EventBytes bytes = Vectors.bytes(vector);
        Malformed malformed =
                new Decoder(new DecoderOptions(ipOptionType(vector), Redaction.DEFAULT)).decode(bytes, Origin.OLD, row);
        if (Vectors.isRefused(vector)) {
            if (malformed == null || malformed == Malformed.INTERNAL) {
                differences.add(id(vector) + ": is " + malformed + " and not " + vector.get("error"));
            }
            return;
        }
        if (malformed != null) {
            differences.add(id(vector) + ": " + malformed);
            return;
        }
        try {
            Flow expected = expected(vector);
            Flow actual = actual();
            if (!decodedPart(expected).equals(decodedPart(actual))) {
                differences.add(
                        id(vector) + ": expected " + JsonFormat.printer().print(decodedPart(expected)) + " but was "
                                + JsonFormat.printer().print(decodedPart(actual)));
            }
            compareHints(vector, bytes, expected);
        } catch (InvalidProtocolBufferException e) {
            differences.add(id(vector) + ": " + e);
        }
    }

    /** An identity that the event gives is the one that is shown; one that it leaves open is not guessed here. */
    private void compareHints(JsonObject vector, EventBytes bytes, Flow expected) {
        var view = row.view();
        assertThat(view.emittingEndpointId()).as(id(vector)).isEqualTo(NotifyHeader.source(NotifyHeader.front(bytes)));
        if (view.sourceIdentity() != 0) {
            assertThat(view.sourceIdentity())
                    .as(id(vector))
                    .isEqualTo(expected.getSource().getIdentity());
        }
        if (view.destinationIdentity() != 0) {
            assertThat(view.destinationIdentity())
                    .as(id(vector))
                    .isEqualTo(expected.getDestination().getIdentity());
        }
    }

    private static Flow expected(JsonObject vector) throws InvalidProtocolBufferException {
        var flow = Flow.newBuilder();
        JsonFormat.parser().merge(vector.get("expected").toString(), flow);
        return flow.build();
    }

    private Flow actual() throws InvalidProtocolBufferException {
        var out = new byte[FlowEncoder.maxLength(row.view())];
        int end = encoder.encode(row.view(), out, 0);
        return Flow.parseFrom(Arrays.copyOf(out, end));
    }

    /** Without what the envelope, the inventory and the links add. */
    private static Flow decodedPart(Flow flow) {
        var part = flow.toBuilder()
                .clearUuid()
                .clearTime()
                .clearNodeName()
                .clearEmitter()
                .clearTrafficDirection()
                .clearSourceNames()
                .clearDestinationNames()
                .clearSourceService()
                .clearDestinationService();
        if (flow.hasSource()) {
            part.getSourceBuilder().clear();
        }
        if (flow.hasDestination()) {
            part.getDestinationBuilder().clear();
        }
        if (flow.hasInterface()) {
            part.getInterfaceBuilder().clearName();
        }
        return part.build();
    }

    private static int ipOptionType(JsonObject vector) {
        var options = vector.getAsJsonObject("parser_options");
        return options != null && options.has("ip_tracing_option_type")
                ? options.get("ip_tracing_option_type").getAsInt()
                : 0;
    }

    private static String id(JsonObject vector) {
        return vector.get("id").getAsString();
    }
}
