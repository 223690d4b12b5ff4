// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.RecordedFlows;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.vectors.Vectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The mask on encoded flows against the protobuf library's on parsed ones, and against Hubble's recorded answers. */
class FlowMaskTest {
    private static final int DEPTH = 4;
    private static final int MASKS = 300;
    private static final int BEFORE = 11;

    private final FlowEncoder encoder = new FlowEncoder(new FlowUuid(1, 2));
    private final List<FlowView> flows = RecordedFlows.views();

    @Test
    void apply_eachPathAlone_leavesWhatTheLibraryLeaves() throws Exception {
        for (String path : paths(Flow.getDescriptor(), "", DEPTH)) {
            check(FieldMask.newBuilder().addPaths(path).build());
        }
    }

    @Test
    void apply_severalPaths_leavesWhatTheLibraryLeaves() throws Exception {
        List<String> paths = paths(Flow.getDescriptor(), "", DEPTH);
        Random random = new Random(5);
        for (int i = 0; i < MASKS; i++) {
            FieldMask.Builder mask = FieldMask.newBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) {
                mask.addPaths(paths.get(random.nextInt(paths.size())));
            }
            check(mask.build());
        }
    }

    /** What the hubble command asks for. */
    @Test
    void apply_usualMask_leavesWhatTheLibraryLeaves() throws Exception {
        check(FieldMaskUtil.fromString("time,verdict,ethernet,IP,l4,source.identity,source.namespace,source.pod_name,"
                + "destination.identity,destination.namespace,destination.pod_name,Type,node_name,l7,event_type,"
                + "source_service,destination_service,is_reply,Summary,ip_trace_id"));
    }

    /** A message that was longer than 127 bytes has its length in two bytes, and then in one. */
    @Test
    void apply_messageBecomesShort_lengthDoesToo() throws Exception {
        Flow.Builder flow = Flow.newBuilder();
        flow.getSourceBuilder().setNamespace("n".repeat(200)).setPodName("pod").setClusterName("c".repeat(20_000));
        byte[] bytes = flow.build().toByteArray();
        FlowMask mask = FlowMask.of(FieldMaskUtil.fromString("source.pod_name"));
        Flow expected = flow.setSource(flow.getSourceBuilder().clearNamespace().clearClusterName())
                .build();
        byte[] room = new byte[mask.growth() + bytes.length];
        System.arraycopy(bytes, 0, room, mask.growth(), bytes.length);
        int end = mask.apply(room, mask.growth(), room.length, 0);
        assertThat(end).isEqualTo(expected.getSerializedSize());
        assertThat(Flow.parseFrom(ByteString.copyFrom(room, 0, end))).isEqualTo(expected);
    }

    private void check(FieldMask paths) throws Exception {
        FieldMask normal = FieldMaskUtil.normalize(paths);
        FlowMask mask = FlowMask.of(normal);
        for (FlowView flow : flows) {
            int from = BEFORE + mask.growth();
            byte[] bytes = new byte[from + FlowEncoder.maxLength(flow)];
            int end = encoder.encode(flow, bytes, from);
            Flow.Builder expected = Flow.newBuilder();
            FieldMaskUtil.merge(normal, Flow.parseFrom(ByteString.copyFrom(bytes, from, end - from)), expected);
            addMissing(expected, normal.getPathsList(), "");
            assertThat(parse(bytes, mask.apply(bytes, from, end, BEFORE)))
                    .as("%s", normal)
                    .isEqualTo(expected.build());
        }
    }

    @Test
    void apply_recordedMasks_leavesWhatHubbleLeaves() throws Exception {
        List<JsonObject> all = Vectors.readNew("flows");
        int compared = 0;
        for (JsonObject vector : Vectors.readNew("fieldmask")) {
            if (vector.has("expected") && !vector.getAsJsonArray("paths").isEmpty()) {
                FieldMask.Builder paths = FieldMask.newBuilder();
                vector.getAsJsonArray("paths").forEach(path -> paths.addPaths(path.getAsString()));
                FlowMask mask = FlowMask.of(FieldMaskUtil.normalize(paths.build()));
                for (int i = 0; i < vector.getAsJsonArray("input").size(); i++) {
                    int index = vector.getAsJsonArray("input").get(i).getAsInt();
                    JsonElement expected = vector.getAsJsonArray("expected").get(i);
                    assertThat(masked(mask, all.get(index).get("event")))
                            .as("%s, flow %d", Vectors.id(vector), index)
                            .isEqualTo(expected);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(1_000);
    }

    private static JsonElement masked(FlowMask mask, JsonElement event) throws Exception {
        Flow.Builder flow = Flow.newBuilder();
        JsonFormat.parser().merge(event.toString(), flow);
        byte[] encoded = flow.build().toByteArray();
        byte[] room = new byte[mask.growth() + encoded.length];
        System.arraycopy(encoded, 0, room, mask.growth(), encoded.length);
        int end = mask.apply(room, mask.growth(), room.length, 0);
        Flow left = Flow.parseFrom(ByteString.copyFrom(room, 0, end));
        return JsonParser.parseString(
                JsonFormat.printer().preservingProtoFieldNames().print(left));
    }

    /** Makes the messages that a path leads through; of a oneof that is not set, the last one. */
    private static void addMissing(Message.Builder message, List<String> paths, String prefix) {
        List<FieldDescriptor> fields =
                new ArrayList<>(message.getDescriptorForType().getFields());
        Collections.reverse(fields);
        for (FieldDescriptor field : fields) {
            String inner = prefix + field.getName() + ".";
            if (paths.stream().anyMatch(path -> path.startsWith(inner))) {
                OneofDescriptor oneof = field.getContainingOneof();
                if (oneof == null || !message.hasOneof(oneof) || message.hasField(field)) {
                    addMissing(message.getFieldBuilder(field), paths, inner);
                }
            }
        }
    }

    private static Flow parse(byte[] bytes, int end) throws Exception {
        return Flow.parseFrom(ByteString.copyFrom(bytes, BEFORE, end - BEFORE));
    }

    private static List<String> paths(Descriptor message, String prefix, int depth) {
        List<String> paths = new ArrayList<>();
        for (FieldDescriptor field : message.getFields()) {
            paths.add(prefix + field.getName());
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated() && depth > 1) {
                paths.addAll(paths(field.getMessageType(), prefix + field.getName() + ".", depth - 1));
            }
        }
        return paths;
    }
}
