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

/** The flows that counters and filters were tried on when the vectors of a set were recorded. */
public final class RecordedFlows {
    private RecordedFlows() {}

    /** Those of 1.19-dev. */
    public static List<FlowView> views() {
        return List.copyOf(byIndex().values());
    }

    /** Those of 1.19-dev by their number, which the events that are no flows have too, and which is the sequence of each. */
    public static SortedMap<Integer, FlowView> byIndex() {
        return byIndex(Vectors.read("flows"));
    }

    /** Those of 1.21-dev: the same ones and more. */
    public static SortedMap<Integer, FlowView> newByIndex() {
        return byIndex(Vectors.readNew("flows"));
    }

    private static SortedMap<Integer, FlowView> byIndex(List<JsonObject> lines) {
        SortedMap<Integer, FlowView> flows = new TreeMap<>();
        for (JsonObject line : lines) {
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
