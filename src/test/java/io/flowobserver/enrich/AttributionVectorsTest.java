// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Redaction;
import io.flowobserver.decode.Vectors;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.FlowWriter;
import io.flowobserver.proto.flow.Flow;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded events, decoded and attributed by the recorded world: the whole flow must come out as recorded. */
class AttributionVectorsTest {
    private final Snapshot world = World.snapshot();
    private final Attribution attribution = new Attribution(AttributionOptions.DEFAULT);
    private final FlowWriter row = new FlowWriter();
    private final FlowEncoder encoder = new FlowEncoder(new FlowUuid());

    @ParameterizedTest
    @ValueSource(strings = {"trace", "packet", "truncated"})
    void apply_recordedEvent_makesTheRecordedFlow(String file) throws Exception {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (JsonObject vector : Vectors.read(file)) {
            if (!Vectors.isRefused(vector)) {
                Flow expected = expected(vector);
                Flow actual = actual(vector);
                compared++;
                if (!actual.equals(expected)) {
                    differences.add(vector.get("id").getAsString() + ": expected " + expected + " but was " + actual);
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(30);
    }

    private static Flow expected(JsonObject vector) throws InvalidProtocolBufferException {
        var flow = Flow.newBuilder();
        JsonFormat.parser().merge(vector.get("expected").toString(), flow);
        return flow.build();
    }

    private Flow actual(JsonObject vector) throws InvalidProtocolBufferException, ParseException {
        row.clear();
        assertThat(new Decoder(new DecoderOptions(ipOptionType(vector), Redaction.DEFAULT))
                        .decode(Vectors.bytes(vector), row))
                .as(vector.get("id").getAsString())
                .isNull();
        var time = vector.getAsJsonObject("event").get("time").getAsString();
        row.timeNanos(Timestamps.toNanos(Timestamps.parse(time)));
        attribution.apply(world, row);
        var out = new byte[FlowEncoder.maxLength(row.view())];
        int end = encoder.encode(row.view(), out, 0);
        return Flow.parseFrom(Arrays.copyOf(out, end)).toBuilder().clearUuid().build();
    }

    private static int ipOptionType(JsonObject vector) {
        var options = vector.getAsJsonObject("parser_options");
        return options != null && options.has("ip_tracing_option_type")
                ? options.get("ip_tracing_option_type").getAsInt()
                : 0;
    }
}
