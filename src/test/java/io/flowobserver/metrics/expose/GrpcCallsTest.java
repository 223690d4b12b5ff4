// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.metrics.FlowMetrics;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GrpcCallsTest {
    private static final String LABELS =
            "grpc_method=\"GetFlows\",grpc_service=\"observer.Observer\",grpc_type=\"server_stream\"} ";

    @Test
    void page_oneMethod_fourFamiliesAsGoNamesThem() {
        Exposition exposition = new Exposition(new FlowMetrics(100), new LostEvents(() -> 0, () -> 0, () -> 0));
        long[] ended = LongStream.range(100, 117).toArray();
        GrpcMethod method =
                new GrpcMethod(GrpcMethod.Type.SERVER_STREAM, "observer.Observer", "GetFlows", 7, 8, 1L << 40, ended);
        exposition.calls(new GrpcCalls(() -> List.of(method)));
        List<String> lines = PromText.lines(exposition, Exposition.TYPES.get(0)).stream()
                .filter(line -> line.contains("grpc_server_"))
                .toList();
        assertThat(lines)
                .contains(
                        "# HELP grpc_server_started_total Total number of RPCs started on the server.",
                        "# TYPE grpc_server_started_total counter",
                        "grpc_server_started_total{" + LABELS + "7.0",
                        "grpc_server_msg_received_total{" + LABELS + "8.0",
                        "grpc_server_msg_sent_total{" + LABELS + "1.099511627776E12");
        assertThat(lines.stream().filter(line -> line.startsWith("grpc_server_handled_total")))
                .containsExactlyInAnyOrder(
                        handled("OK", 100),
                        handled("Canceled", 101),
                        handled("Unknown", 102),
                        handled("InvalidArgument", 103),
                        handled("DeadlineExceeded", 104),
                        handled("NotFound", 105),
                        handled("AlreadyExists", 106),
                        handled("PermissionDenied", 107),
                        handled("ResourceExhausted", 108),
                        handled("FailedPrecondition", 109),
                        handled("Aborted", 110),
                        handled("OutOfRange", 111),
                        handled("Unimplemented", 112),
                        handled("Internal", 113),
                        handled("Unavailable", 114),
                        handled("DataLoss", 115),
                        handled("Unauthenticated", 116));
    }

    private static String handled(String code, int count) {
        return "grpc_server_handled_total{grpc_code=\"" + code + "\"," + LABELS + count + ".0";
    }
}
