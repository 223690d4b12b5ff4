// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.proto.observer.GetFlowsResponse;

/** Flows with counts, as the encoder makes them, and some that no encoder makes. */
public final class CountedFlows {
    private static final String FLOW =
            """
            {"flow": {"time": "2026-05-07T12:34:01.123Z", "verdict": "FORWARDED", "IP": {"source": "10.0.1.5",
              "destination": "10.0.2.9", "ipVersion": "IPv4"}, "l4": {"TCP": {"source_port": 41620,
              "destination_port": 80}}, "event_type": {"type": 4}, "is_reply": false, "Summary": "%s"}}""";

    private CountedFlows() {}

    /** A packet that told of 12. */
    public static GetFlowsResponse packet() {
        return counted(
                "TCP Flags: ACK",
                """
                {"packets": 12, "bytes": 3412, "total_packets": 120, "total_bytes": 34120, "reverse_packets": 1,
                 "reverse_bytes": 66, "first_seen": 1778157239.000250, "tcp_flags": "...AP.S.",
                 "reverse_tcp_flags": "...A..S.", "closed": "fin", "in_node_sums": true}""");
    }

    /** No packet of its own, and not in sums. */
    public static GetFlowsResponse swept() {
        return counted("TCP", "{\"packets\": 1, \"bytes\": 66, \"told_by\": \"sweep\"}");
    }

    /** A flow with such extensions. */
    public static GetFlowsResponse counted(String summary, String struct) {
        Struct.Builder counts = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(struct, counts);
        } catch (Exception e) {
            throw new AssertionError(struct, e);
        }
        return with(summary, Any.pack(counts.build()));
    }

    /** A flow with any extensions. */
    public static GetFlowsResponse with(String summary, Any extensions) {
        GetFlowsResponse.Builder response = Samples.parse(FLOW.formatted(summary)).toBuilder();
        response.getFlowBuilder().setExtensions(extensions);
        return response.build();
    }

    /** A {@code Struct} that cannot be read. */
    public static Any damaged() {
        return Any.pack(Struct.getDefaultInstance()).toBuilder()
                .setValue(Value.newBuilder().setNumberValue(1).build().toByteString())
                .build();
    }
}
