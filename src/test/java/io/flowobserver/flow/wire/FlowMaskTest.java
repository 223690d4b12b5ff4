// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.RecordedFlows;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The mask on encoded flows against the protobuf library's on parsed ones. */
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
        assertThat(Flow.parseFrom(ByteString.copyFrom(bytes, 0, mask.apply(bytes, 0, bytes.length))))
                .isEqualTo(expected);
        assertThat(mask.apply(bytes, 0, expected.getSerializedSize())).isEqualTo(expected.getSerializedSize());
    }

    private void check(FieldMask paths) throws Exception {
        FieldMask normal = FieldMaskUtil.normalize(paths);
        FlowMask mask = FlowMask.of(normal);
        for (FlowView flow : flows) {
            byte[] bytes = new byte[BEFORE + FlowEncoder.maxLength(flow)];
            int end = encoder.encode(flow, bytes, BEFORE);
            Flow.Builder expected = Flow.newBuilder();
            FieldMaskUtil.merge(normal, parse(bytes, end), expected);
            assertThat(parse(bytes, mask.apply(bytes, BEFORE, end)))
                    .as("%s", normal)
                    .isEqualTo(expected.build());
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
