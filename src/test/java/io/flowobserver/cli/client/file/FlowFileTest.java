// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.CountedFlows;
import io.flowobserver.cli.print.FlowJsonPrinter;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowFileTest {
    private final List<String> warnings = new ArrayList<>();

    @Test
    void read_samples_passesAllInTheirOrder() throws IOException {
        List<GetFlowsResponse> read = read(samples(), "{}");
        assertThat(read).hasSize(31);
        assertThat(read.get(0).getFlow().getUuid()).endsWith("01");
        assertThat(read.get(30).hasNodeStatus()).isTrue();
        assertThat(warnings).isEmpty();
    }

    /** What {@code -o json} prints of flows with counts. */
    @Test
    void read_counts_areReadBack() throws IOException {
        StringBuilder line = new StringBuilder();
        FlowJsonPrinter json = new FlowJsonPrinter(false);
        json.append(line, CountedFlows.packet());
        StringBuilder again = new StringBuilder();
        json.append(again, read(line + "\n", "{}").get(0));
        assertThat(again.toString()).isEqualTo(line.toString()).contains("\"total_bytes\":34120");
        assertThat(warnings).isEmpty();
    }

    @Test
    void read_number_passesTheFirstOrTheLast() throws IOException {
        assertThat(uuids(read(samples(), "{number: 2, first: true}"))).containsExactly("01", "02");
        List<GetFlowsResponse> last = read(samples(), "{number: 3}");
        assertThat(last).hasSize(3).allMatch(GetFlowsResponse::hasNodeStatus);
        assertThat(read(samples(), "{number: 100}")).hasSize(31);
        assertThat(read(samples(), "{number: 18446744073709551615}")).hasSize(31);
        assertThatThrownBy(() -> read(samples(), "{number: 1000001}"))
                .isInstanceOf(UserError.class)
                .hasMessage("--last must be <= 1_000_000, got 1000001");
    }

    @Test
    void read_times_passesWhatLiesBetween() throws IOException {
        assertThat(uuids(read(
                        samples(),
                        "{since: '2024-05-07T12:34:02.123456789Z', until: '2024-05-07T12:34:03.123456789Z'}")))
                .containsExactly("02", "03");
    }

    /** Rows of the samples by the last digits of their uuids. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{whitelist: [{uuid: ['00000000-0000-0000-0000-000000000005']}]} | 05",
                "{whitelist: [{uuid: ['5']}]} | ''",
                "{whitelist: [{verdict: [AUDIT]}]} | 09",
                "{whitelist: [{http_status_code: ['5+']}]} | 14 24",
                "{whitelist: [{http_header: [{key: X-Request-Id, value: abc}]}]} | 13",
                "{whitelist: [{destination_fqdn: ['*.com']}]} | 04",
                "{whitelist: [{protocol: [dns]}]} | 11 12",
                "{whitelist: [{ip_trace_id: [77]}]} | 25",
                "{whitelist: [{source_workload: [{name: server}]}, {event_type: [{type: 3}]}]} | 02 14 20",
                "{whitelist: [{event_type: [{type: 5}]}], blacklist: [{verdict: [DROPPED, AUDIT]}]} | 06 10",
                "{whitelist: [{source_ip: ['10.0.0.0/8'], destination_port: ['443']}]} | 04 07 08",
                "{whitelist: [{experimental: {cel_expression: ['_flow.l4.UDP.source_port == 5000u']}}]} | 22",
            })
    void read_filters_matchAsOnAServer(String request, String expected) throws IOException {
        assertThat(String.join(" ", uuids(read(samples(), request)))).isEqualTo(expected);
    }

    @Test
    void read_denyListAlone_keepsWhatIsNoFlow() throws IOException {
        List<GetFlowsResponse> read = read(samples(), "{blacklist: [{ip_version: [IPv4, IPv6, IP_NOT_USED]}]}");
        assertThat(read).hasSize(5).noneMatch(GetFlowsResponse::hasFlow);
    }

    @Test
    void read_invalidFilter_saysWhatIsWrong() {
        assertThatThrownBy(() -> read(samples(), "{whitelist: [{source_ip: ['x']}]}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("x");
    }

    @Test
    void read_linesThatAreNoFlows_areSkippedWithAWarning() throws IOException {
        String good = "{\"flow\":{\"uuid\":\"x\"}}";
        String newer = "{\"flow\":{\"uuid\":\"y\",\"colour\":1}}";
        assertThat(read("\n" + good + "\n{\u001b\nnull\n" + newer + "\n" + newer, "{}"))
                .extracting(response -> response.getFlow().getUuid())
                .containsExactly("x", "y", "y");
        assertThat(warnings)
                .containsExactly(
                        "observer: --input-file: skipped a line that is no response in JSON: ",
                        "observer: --input-file: skipped a line that is no response in JSON: {^[",
                        "observer: --input-file: skipped a line that is no response in JSON: null",
                        "observer: --input-file: a newer version wrote fields that this one does not know; they are"
                                + " left out: " + newer);
    }

    @Test
    void read_manyLinesThatAreNoFlows_warnsOfTheFirstFew() throws IOException {
        assertThat(read("x\n".repeat(105), "{}")).isEmpty();
        assertThat(warnings).hasSize(6).last().isEqualTo("observer: --input-file: 100 more lines skipped");
    }

    /** What no server sends: addresses and numbers that a row cannot hold. */
    @Test
    void read_flowsBeyondTheirLimits_areFilteredWithoutAnError() throws IOException {
        String odd = "{\"flow\":{\"verdict\":900,\"IP\":{\"source\":\"localhost\",\"destination\":\"::ffff:1.2.3.4\","
                + "\"source_xlated\":\"x\"},\"ethernet\":{\"source\":\"zz\"},\"l4\":{\"IGMP\":{\"group_address\":\"?\"}},"
                + "\"time\":\"9999-12-31T23:59:59Z\",\"file\":{\"name\":\"none.c\"},"
                + "\"event_type\":{\"type\":70000,\"sub_type\":-1},\"policy_match_type\":4294967295}}";
        assertThat(read(odd, "{whitelist: [{source_ip: ['10.0.0.0/8']}]}")).isEmpty();
        assertThat(read(odd, "{blacklist: [{source_port: ['1']}]}")).hasSize(1);
    }

    @Test
    void read_endlessLine_isCutAndSkipped() throws IOException {
        assertThat(read("{".repeat(5 << 20), "{}")).isEmpty();
        assertThat(warnings).hasSize(1).first().asString().contains("more than 4194304 characters");
    }

    @Test
    void open_missingFile_saysSo() {
        assertThatThrownBy(() -> FlowFile.open("nope.json"))
                .isInstanceOf(UserError.class)
                .hasMessage("open nope.json: no such file or directory");
    }

    private List<GetFlowsResponse> read(String text, String json) throws IOException {
        GetFlowsRequest.Builder request = GetFlowsRequest.newBuilder();
        JsonFormat.parser().merge(json, request);
        List<GetFlowsResponse> read = new ArrayList<>();
        try (FlowFile file = new FlowFile(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            file.read(request.build(), read::add, line -> warnings.add(line.toString()));
        }
        return read;
    }

    private static List<String> uuids(List<GetFlowsResponse> responses) {
        return responses.stream()
                .map(response -> response.getFlow().getUuid())
                .map(uuid -> uuid.substring(Math.max(0, uuid.length() - 2)))
                .toList();
    }

    private static String samples() throws IOException {
        try (InputStream in = FlowFileTest.class.getResourceAsStream("/samples/flows.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
