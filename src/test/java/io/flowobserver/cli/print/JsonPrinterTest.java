// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPrinterTest {
    private final FlowPrinter printer = new FlowJsonPrinter(false);

    @ParameterizedTest
    @ValueSource(strings = {"json.out", "jsonpb.out"})
    void append_samples_printWhatTheHubbleCliPrints(String output) throws IOException {
        List<GetFlowsResponse> responses = Samples.responses();
        List<String> expected = Samples.lines(output);
        assertThat(expected).hasSize(28);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(Samples.print(printer, responses.get(i))).isEqualTo(expected.get(i));
        }
    }

    @Test
    void append_bare_printsWhatIsInTheResponse() throws IOException {
        FlowPrinter bare = new FlowJsonPrinter(true);
        for (GetFlowsResponse response : Samples.responses()) {
            String whole = Samples.print(printer, response);
            String line = Samples.print(bare, response);
            assertThat(whole)
                    .matches("\\{\"(flow|lost_events|node_status)\":" + Pattern.quote(line) + ",\"node_name\".*");
        }
        assertThat(Samples.print(bare, GetFlowsResponse.getDefaultInstance())).isEqualTo("{}");
    }

    @Test
    void append_anything_readsBackEqual() throws IOException {
        for (GetFlowsResponse response : Samples.responses()) {
            assertThat(Samples.parse(Samples.print(printer, response))).isEqualTo(response);
        }
    }

    @Test
    void append_unknownEnumNumber_staysANumber() {
        assertThat(Samples.print(printer, response(Flow.newBuilder().setVerdictValue(99))))
                .isEqualTo("{\"flow\":{\"verdict\":99}}");
    }

    @Test
    void append_largeUnsignedNumbers_stayPositive() {
        assertThat(Samples.print(
                        printer, response(Flow.newBuilder().setSocketCookie(-1).setProxyPort(-1))))
                .isEqualTo("{\"flow\":{\"proxy_port\":4294967295,\"socket_cookie\":\"18446744073709551615\"}}");
    }

    @Test
    void append_anyOfUnknownType_isPrintedAsBytes() {
        Any any = Any.newBuilder()
                .setTypeUrl("example.org/X")
                .setValue(ByteString.copyFromUtf8("hi"))
                .build();
        assertThat(Samples.print(printer, response(Flow.newBuilder().setExtensions(any))))
                .isEqualTo("{\"flow\":{\"extensions\":{\"@type\":\"example.org/X\",\"value\":\"aGk=\"}}}");
    }

    @Test
    void append_impossibleTime_isNull() {
        Timestamp time = Timestamp.newBuilder().setNanos(-1).build();
        assertThat(Samples.print(printer, response(Flow.newBuilder().setTime(time))))
                .isEqualTo("{\"flow\":{\"time\":null}}");
    }

    @Test
    void append_hostileText_staysOnOneLine() {
        String line = Samples.print(printer, response(Flow.newBuilder().setUuid("\u001b[31m\n\"\\\u2028\u009b")));
        assertThat(line).isEqualTo("{\"flow\":{\"uuid\":\"\\u001b[31m\\n\\\"\\\\\\u2028\\u009b\"}}");
    }

    @Test
    void append_controlsOfTheDirectionOfText_areEscaped() throws IOException {
        GetFlowsResponse response = response(Flow.newBuilder().setUuid("a\u202eb\u2066\u200e\u061c\u05d0"));
        String line = Samples.print(printer, response);
        assertThat(line).isEqualTo("{\"flow\":{\"uuid\":\"a\\u202eb\\u2066\\u200e\\u061c\u05d0\"}}");
        assertThat(Samples.parse(line)).isEqualTo(response);
    }

    private static GetFlowsResponse response(Flow.Builder flow) {
        return GetFlowsResponse.newBuilder().setFlow(flow).build();
    }
}
