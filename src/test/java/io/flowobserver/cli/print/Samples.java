// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.cli.console.Colors;
import io.flowobserver.flow.text.TimeFormat;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers of GetFlows, and what the hubble CLI printed for them (the last three answers go to standard error). */
public final class Samples {
    private Samples() {}

    public static List<GetFlowsResponse> responses() throws IOException {
        return lines("flows.json").stream().map(Samples::parse).toList();
    }

    public static List<String> lines(String name) throws IOException {
        return text(name).lines().toList();
    }

    static LineStyle style(boolean nodeName, Colors colors) {
        return new LineStyle(nodeName, false, TimeFormat.STAMP_MILLI, colors);
    }

    static String text(String name) throws IOException {
        try (InputStream in = Samples.class.getResourceAsStream("/samples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static GetFlowsResponse parse(String json) {
        GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
        try {
            JsonFormat.parser().merge(json, response);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(json, e);
        }
        return response.build();
    }

    static String print(Printer<GetFlowsResponse> printer, GetFlowsResponse response) {
        StringBuilder out = new StringBuilder();
        printer.append(out, response);
        return out.toString();
    }
}
