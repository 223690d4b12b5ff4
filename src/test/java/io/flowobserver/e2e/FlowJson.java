// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.util.List;
import java.util.TreeMap;

/** What {@code observer observe -o json} prints. */
final class FlowJson {
    private static final JsonFormat.Parser PARSER = JsonFormat.parser()
            .usingTypeRegistry(
                    TypeRegistry.newBuilder().add(Struct.getDescriptor()).build());

    private FlowJson() {}

    /** Returns the flows, {@linkplain #withSortedCounts with sorted counts}. */
    static List<Flow> flows(String lines) {
        return lines.lines().map(FlowJson::flow).toList();
    }

    /** Returns the flow with its counts, a map of bytes in an {@code Any}, in a certain order. */
    static Flow withSortedCounts(Flow flow) {
        if (!flow.hasExtensions()) {
            return flow;
        }
        Struct sorted = Struct.newBuilder()
                .putAllFields(new TreeMap<>(counts(flow).getFieldsMap()))
                .build();
        return flow.toBuilder().setExtensions(Any.pack(sorted)).build();
    }

    /** Returns the counts of a flow. */
    static Struct counts(Flow flow) {
        try {
            return flow.getExtensions().unpack(Struct.class);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(flow.toString(), e);
        }
    }

    private static Flow flow(String line) {
        try {
            GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
            PARSER.merge(line, response);
            return withSortedCounts(response.getFlow());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(line, e);
        }
    }
}
