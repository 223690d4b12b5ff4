// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.flow.FieldFiller;
import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import io.flowobserver.proto.observer.GetDebugEventsResponse;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.GetNamespacesResponse;
import io.flowobserver.proto.observer.GetNodesResponse;
import io.flowobserver.proto.observer.ServerStatusResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProtoJsonTest {
    @Test
    void append_typesOfAllFields_areKnownToThePrinter() {
        Set<Descriptor> seen = new HashSet<>();
        Deque<Descriptor> todo = new ArrayDeque<>(List.of(
                GetFlowsResponse.getDescriptor(),
                GetAgentEventsResponse.getDescriptor(),
                GetDebugEventsResponse.getDescriptor(),
                GetNodesResponse.getDescriptor(),
                GetNamespacesResponse.getDescriptor(),
                ServerStatusResponse.getDescriptor(),
                FlowFilter.getDescriptor()));
        while (!todo.isEmpty()) {
            Descriptor type = todo.pop();
            if (!seen.add(type) || new JsonFields(type).form() != JsonFields.Form.OBJECT) {
                continue;
            }
            for (FieldDescriptor field : type.getFields()) {
                assertThat(field.getType())
                        .as(field.getFullName())
                        .isIn(
                                FieldDescriptor.Type.BOOL,
                                FieldDescriptor.Type.INT32,
                                FieldDescriptor.Type.INT64,
                                FieldDescriptor.Type.UINT32,
                                FieldDescriptor.Type.UINT64,
                                FieldDescriptor.Type.DOUBLE,
                                FieldDescriptor.Type.STRING,
                                FieldDescriptor.Type.ENUM,
                                FieldDescriptor.Type.MESSAGE);
                if (field.getType() == FieldDescriptor.Type.MESSAGE) {
                    todo.add(field.getMessageType());
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(20);
    }

    /** Each message that is printed anywhere, with all its fields, against the protobuf library. */
    @ParameterizedTest
    @MethodSource("messages")
    void append_everyField_readsBackEqual(Message.Builder message) throws Exception {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.getContainingOneof() == null) {
                FieldFiller.fill(message, field);
                continue;
            }
            Message.Builder one = message.build().newBuilderForType();
            FieldFiller.fill(one, field);
            check(one.build());
        }
        check(message.build());
    }

    @Test
    void append_numbersThatAreNotPacked_areAListToo() throws Exception {
        byte[] verdicts = {5 << 3, 1, 5 << 3, 2, 5 << 3 | 2, 2, 1, 2};
        FlowFilter filter = FlowFilter.parseFrom(verdicts);
        assertThat(filter.getVerdictCount()).isEqualTo(4);
        StringBuilder text = new StringBuilder();
        new ProtoJson().append(text, FlowFilter.getDescriptor(), verdicts, 0, verdicts.length);
        assertThat(text).hasToString("{\"verdict\":[\"FORWARDED\",\"DROPPED\",\"FORWARDED\",\"DROPPED\"]}");
    }

    @ParameterizedTest
    @CsvSource({
        "12.345678, 12.345678",
        "100, 100",
        "-0.5, -0.5",
        "0.000001, 0.000001",
        "1e-7, 1e-7",
        "123456789012, 123456789012",
        "1e21, 1e+21",
        "NaN, '\"NaN\"'",
        "-Infinity, '\"-Infinity\"'",
    })
    void append_double_looksAsInGo(double value, String text) {
        byte[] bytes =
                ServerStatusResponse.newBuilder().setFlowsRate(value).build().toByteArray();
        StringBuilder out = new StringBuilder();
        new ProtoJson().append(out, ServerStatusResponse.getDescriptor(), bytes, 0, bytes.length);
        assertThat(out).hasToString("{\"flows_rate\":" + text + "}");
    }

    /** As the hubble command prints it: keys are sorted, and a Struct in an Any has a {@code value}. */
    @Test
    void append_struct_isTheObjectThatItStandsFor() throws Exception {
        String json = "{\"a\":1580,\"b\":\"x\\\"y\",\"c\":true,\"d\":[1,null,{}],\"e\":{\"f\":0.5},\"g\":[]}";
        Struct.Builder struct = Struct.newBuilder();
        JsonFormat.parser().merge(json, struct);
        assertThat(extensions(Any.pack(struct.build())))
                .isEqualTo("{\"extensions\":{\"@type\":\"type.googleapis.com/google.protobuf.Struct\",\"value\":" + json
                        + "}}");
    }

    @Test
    void append_brokenStruct_isShownAsBytes() {
        Any broken = Any.newBuilder()
                .setTypeUrl("type.googleapis.com/google.protobuf.Struct")
                .setValue(ByteString.copyFromUtf8("\u0007"))
                .build();
        assertThat(extensions(broken)).endsWith("\"value\":\"Bw==\"}}");
    }

    private static String extensions(Any any) {
        byte[] bytes = Flow.newBuilder().setExtensions(any).build().toByteArray();
        StringBuilder out = new StringBuilder();
        new ProtoJson().append(out, Flow.getDescriptor(), bytes, 0, bytes.length);
        return out.toString();
    }

    static List<Message.Builder> messages() {
        return List.of(
                GetAgentEventsResponse.newBuilder(),
                AgentEvent.newBuilder(),
                GetDebugEventsResponse.newBuilder(),
                GetNodesResponse.newBuilder(),
                GetNamespacesResponse.newBuilder(),
                ServerStatusResponse.newBuilder(),
                FlowFilter.newBuilder());
    }

    private static void check(Message message) throws Exception {
        byte[] bytes = message.toByteArray();
        StringBuilder text = new StringBuilder();
        new ProtoJson().append(text, message.getDescriptorForType(), bytes, 0, bytes.length);
        Message.Builder back = message.newBuilderForType();
        JsonFormat.parser().merge(text.toString(), back);
        assertThat(back.build()).as("%s", text).isEqualTo(message);
    }
}
