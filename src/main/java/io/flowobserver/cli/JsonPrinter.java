// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.flow.ProtoJson;
import io.flowobserver.proto.observer.GetFlowsResponse;

/** One answer as one line of protobuf JSON. */
final class JsonPrinter implements FlowPrinter {
    private final ProtoJson json = new ProtoJson();

    @Override
    public void append(StringBuilder out, GetFlowsResponse response) {
        byte[] bytes = response.toByteArray();
        json.append(out, GetFlowsResponse.getDescriptor(), bytes, 0, bytes.length);
    }
}
