// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import com.google.gson.JsonObject;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.vectors.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The flows that counters and filters were tried on when the vectors were recorded. */
public final class RecordedFlows {
    private RecordedFlows() {}

    public static List<FlowView> views() {
        List<FlowView> flows = new ArrayList<>();
        for (JsonObject line : Vectors.read("flows")) {
            if (line.get("type").getAsString().equals("flow")) {
                flows.add(ProtoRows.view(parse(line.get("event").toString())));
            }
        }
        return flows;
    }

    /** A log record may hold text that is no address; rows keep none of it. */
    private static Flow parse(String json) {
        Flow.Builder flow = Flow.newBuilder();
        try {
            JsonFormat.parser().merge(json, flow);
        } catch (IOException malformed) {
            throw new IllegalStateException(malformed);
        }
        if (Prefix.parseAddress(flow.getIP().getSource()) == null) {
            flow.getIPBuilder().clearSource();
        }
        if (Prefix.parseAddress(flow.getIP().getDestination()) == null) {
            flow.getIPBuilder().clearDestination();
        }
        return flow.build();
    }
}
