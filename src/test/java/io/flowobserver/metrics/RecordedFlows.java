// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import com.google.gson.JsonObject;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.flow.FlowView;
import io.flowobserver.flow.ProtoRows;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.vectors.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The flows that were counted when the vectors were recorded. */
final class RecordedFlows {
    private RecordedFlows() {}

    static List<FlowView> views() {
        List<FlowView> flows = new ArrayList<>();
        for (JsonObject line : Vectors.read("flows")) {
            if (line.get("type").getAsString().equals("flow")) {
                flows.add(ProtoRows.view(parse(line.get("event").toString())));
            }
        }
        return flows;
    }

    private static Flow parse(String json) {
        Flow.Builder flow = Flow.newBuilder();
        try {
            JsonFormat.parser().merge(json, flow);
        } catch (IOException malformed) {
            throw new IllegalStateException(malformed);
        }
        return flow.build();
    }
}
