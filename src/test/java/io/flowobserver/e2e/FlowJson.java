// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.util.List;

/** What {@code observer observe -o json} prints. */
final class FlowJson {
    private FlowJson() {}

    static List<Flow> flows(String lines) {
        return lines.lines().map(FlowJson::flow).toList();
    }

    private static Flow flow(String line) {
        try {
            GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
            JsonFormat.parser().merge(line, response);
            return response.getFlow();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(line, e);
        }
    }
}
