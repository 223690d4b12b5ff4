// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import com.google.gson.JsonObject;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.flow.row.FlowLayout;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.vectors.Vectors;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The flows that counters and filters were tried on when the vectors were recorded. */
public final class RecordedFlows {
    private RecordedFlows() {}

    public static List<FlowView> views() {
        return List.copyOf(byIndex().values());
    }

    /** By their number, which the events that are no flows have too, and which is the sequence of each. */
    public static SortedMap<Integer, FlowView> byIndex() {
        SortedMap<Integer, FlowView> flows = new TreeMap<>();
        for (JsonObject line : Vectors.read("flows")) {
            if (line.get("type").getAsString().equals("flow")) {
                int index = line.get("index").getAsInt();
                FlowView flow = ProtoRows.view(parse(line.get("event").toString()));
                flow.columns().put64(FlowLayout.SEQUENCE, index);
                flows.put(index, flow);
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
