// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Origin;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.DnsRecord;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogDecoderTest {
    private final Decoder decoder = new Decoder(DecoderOptions.DEFAULT);
    private final FlowWriter row = new FlowWriter();

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.10", "f00d::10", ""})
    void decode_addressAsWeWriteIt_isInTheColumnsAlone(String text) {
        FlowView flow = decode(address(text));
        assertThat(detail(flow).addresses()).isNull();
        assertThat(flow.has(FlowFlags.SOURCE_ADDRESS)).isEqualTo(!text.isEmpty());
    }

    /** Who has an address that is spelt otherwise is found, and the spelling is kept. */
    @ParameterizedTest
    @ValueSource(strings = {"F00D::10", "f00d:0:0:0:0:0:0:10", "f00d::0.0.0.16"})
    void decode_addressSpeltOtherwise_isInTheColumnsAndAsText(String text) {
        FlowView flow = decode(address(text));
        assertThat(flow.has(FlowFlags.SOURCE_ADDRESS)).isTrue();
        assertThat(flow.sourceAddressLow()).isEqualTo(0x10);
        assertThat(Objects.requireNonNull(detail(flow).addresses()).source()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "::ffff:10.0.0.10", "::ffff:a00:a", "fe80::1%eth0", "10.0.0.010"})
    void decode_whatNobodyHas_isTextAlone(String text) {
        FlowView flow = decode(address(text));
        assertThat(flow.has(FlowFlags.SOURCE_ADDRESS)).isFalse();
        assertThat(Objects.requireNonNull(detail(flow).addresses()).source()).isEqualTo(text);
    }

    @Test
    void decode_numbersOf64Bits_areCutTo32() {
        FlowView flow = decode("\"SourceEndpoint\":{\"ID\":4294967303,\"Identity\":18446744073709551615}");
        assertThat(flow.sourceEndpointId()).isEqualTo(7);
        assertThat(flow.sourceIdentity()).isEqualTo(-1);
    }

    @Test
    void decode_cluster_isThatOfTheKubernetesLabel() {
        String key = "\"key\":\"io.cilium.k8s.policy.cluster\"";
        FlowView flow = decode("\"SourceEndpoint\":{\"Labels\":[{\"source\":\"any\"," + key + ",\"value\":\"no\"},"
                + "{\"source\":\"k8s\"," + key + ",\"value\":\"yes\"}]}");
        assertThat(Objects.requireNonNull(flow.source()).clusterName()).isEqualTo("yes");
        assertThat(flow.source().labels())
                .containsExactly("any:io.cilium.k8s.policy.cluster=no", "k8s:io.cilium.k8s.policy.cluster=yes");
    }

    /** The flow shows DNS, and the summary of such a record is that of Kafka, of which the flow has nothing. */
    @ParameterizedTest
    @CsvSource({"OLD, ''", "V1_19, ''", "V1_20, DNS Query a. A", "V1_21, DNS Query a. A"})
    void decode_dnsWithKafka_hasNoSummaryAsLongAsThereIsKafka(Origin origin, String summary) {
        String dns = "\"Type\":\"Request\",\"DNS\":{\"Query\":\"a.\",\"QTypes\":[1]}";
        FlowView flow = decode(dns + ",\"Kafka\":{\"APIKey\":\"fetch\",\"Topic\":{\"Topic\":\"t\"}}", origin);
        assertThat(detail(flow).application()).isInstanceOf(DnsRecord.class);
        assertThat(new String(detail(flow).summary(), StandardCharsets.UTF_8)).isEqualTo(summary);
    }

    @ParameterizedTest
    @CsvSource({"6, 1, 1", "17, 2, 1", "132, 5, 1", "262, 1, 1", "1, 0, 0", "0, 0, 0"})
    void decode_transport_isTheLowByteAndTellsWhetherThereArePorts(int number, int protocol, int port) {
        FlowView flow = decode("\"TransportProtocol\":" + number + ",\"SourceEndpoint\":{\"Port\":1}");
        assertThat(flow.l4Protocol()).isEqualTo(protocol);
        assertThat(flow.sourcePort()).isEqualTo(port);
    }

    @Test
    void decode_response_isToldApartAndTimed() {
        String http = "\"HTTP\":{\"Code\":200,\"Method\":\"GET\",\"Headers\":{\"X-Request-Id\":[\"id\"]}}";
        assertThat(decode("\"Type\":\"Request\"," + http).has(FlowFlags.REPLY)).isFalse();
        FlowView flow = decode("\"Timestamp\":\"2025-10-21T12:00:00.5Z\",\"Type\":\"Response\"," + http);
        assertThat(flow.has(FlowFlags.REPLY_KNOWN | FlowFlags.REPLY)).isTrue();
        Layer7 layer7 = Objects.requireNonNull(detail(flow).layer7());
        assertThat(layer7.latencyNanos()).isEqualTo(500_000_000);
        assertThat(layer7.protocol()).isInstanceOfSatisfying(HttpRecord.class, record -> {
            assertThat(record.code()).isEqualTo(200);
            assertThat(record.method()).isEqualTo("GET");
            assertThat(record.headers()).containsExactly(new HttpRecord.Header("X-Request-Id", "id"));
        });
    }

    /** A request from pod to pod on one node passes two proxies: both of its responses tell how long it took. */
    @Test
    void decode_bothProxiesOfOneRequest_areTimedApart() {
        String http = ",\"HTTP\":{\"Headers\":{\"X-Request-Id\":[\"id\"]}}";
        decode("\"Timestamp\":\"2025-10-21T12:00:00.1Z\",\"Type\":\"Request\",\"ObservationPoint\":\"Egress\"" + http);
        decode("\"Timestamp\":\"2025-10-21T12:00:00.2Z\",\"Type\":\"Request\",\"ObservationPoint\":\"Ingress\"" + http);
        String response = "\"Timestamp\":\"2025-10-21T12:00:00.5Z\",\"Type\":\"Response\",\"ObservationPoint\":";
        assertThat(latency(decode(response + "\"Ingress\"" + http))).isEqualTo(300_000_000);
        assertThat(latency(decode(response + "\"Egress\"" + http))).isEqualTo(400_000_000);
        assertThat(latency(decode(response + "\"Egress\"" + http))).isZero();
    }

    private static long latency(FlowView flow) {
        return Objects.requireNonNull(detail(flow).layer7()).latencyNanos();
    }

    @Test
    void decode_noTimeOrIpVersion_isRefused() {
        assertThat(decoder.decodeAccessLog(bytes("{}"), Origin.OLD, row)).isEqualTo(Malformed.ACCESS_LOG);
        assertThat(decoder.decodeAccessLog(bytes(record("\"IPVersion\":2")), Origin.OLD, row))
                .isEqualTo(Malformed.ACCESS_LOG);
    }

    private FlowView decode(String fields) {
        return decode(fields, Origin.OLD);
    }

    private FlowView decode(String fields, Origin origin) {
        row.clear();
        assertThat(decoder.decodeAccessLog(bytes(record(fields)), origin, row)).isNull();
        return row.view();
    }

    private static Detail detail(FlowView flow) {
        return Objects.requireNonNull(flow.detail());
    }

    private static String address(String text) {
        return "\"SourceEndpoint\":{\"IPv4\":\"" + text + "\"}";
    }

    private static String record(String fields) {
        return "{\"Timestamp\":\"2025-10-21T12:00:00Z\"," + fields + "}";
    }

    private static EventBytes bytes(String json) {
        return EventBytes.of(json.getBytes(StandardCharsets.UTF_8));
    }
}
