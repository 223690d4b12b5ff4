// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.agent.AccessLog;
import io.flowobserver.flow.entity.DnsRecord;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.entity.KafkaRecord;
import io.flowobserver.flow.entity.Layer7;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class L7SummaryTest {
    private static final HttpRecord HTTP =
            new HttpRecord(0, new HttpRecord.Request("GET", "http://h/", "HTTP/1.1"), List.of());
    private static final KafkaRecord KAFKA = new KafkaRecord(0, new KafkaRecord.Request(1, "fetch", -7, "a'b"));

    @Test
    void http_latency_isCutToMilliseconds() {
        Layer7 response = new Layer7(Layer7.RESPONSE, 12_999_999, HTTP);
        assertThat(text(L7Summary.http(response, HTTP, 200))).isEqualTo("HTTP/1.1 200 12ms (GET http://h/)");
    }

    @Test
    void http_codeBeyondTheApi_isShownWhole() {
        Layer7 response = new Layer7(Layer7.RESPONSE, 0, HTTP);
        assertThat(text(L7Summary.http(response, HTTP, -1))).isEqualTo("HTTP/1.1 -1 0ms (GET http://h/)");
        assertThat(text(L7Summary.http(response, HTTP, 1L << 32))).isEqualTo("HTTP/1.1 4294967296 0ms (GET http://h/)");
    }

    @Test
    void http_neitherRequestNorResponse_isEmpty() {
        assertThat(L7Summary.http(new Layer7(Layer7.SAMPLE, 0, HTTP), HTTP, 200))
                .isEmpty();
    }

    @Test
    void kafka_allButRequests_areResponses() {
        assertThat(text(L7Summary.kafka(Layer7.REQUEST, KAFKA, 3)))
                .isEqualTo("Kafka request fetch correlation id -7 topic 'a'b'");
        assertThat(text(L7Summary.kafka(Layer7.UNKNOWN, KAFKA, 1L << 40)))
                .isEqualTo("Kafka response fetch correlation id -7 topic 'a'b' return code 1099511627776");
    }

    @Test
    void dns_answer_listsAddressesAndNamesQuoted() {
        assertThat(answer("proxy", List.of("1.2.3.4", "::1"), 0, List.of("a\"b.", "c.")))
                .isEqualTo("DNS Answer \"1.2.3.4,::1\" CNAMEs: \"a\\\"b.,c.\" TTL: 4294967295 (Proxy x. A,AAAA)");
        assertThat(answer("standalone-proxy", List.of(), 0, List.of("c.")))
                .isEqualTo("DNS Answer CNAMEs: \"c.\" TTL: 4294967295 (Query x. A,AAAA)");
        assertThat(answer("", List.of(), 0, List.of())).isEqualTo("DNS Answer  TTL: 4294967295 (Query x. A,AAAA)");
    }

    @Test
    void dns_error_isTheLowByteOfTheCode() {
        assertThat(answer("proxy", List.of("1.2.3.4"), 3, List.of()))
                .isEqualTo("DNS Answer RCode: Non-Existent Domain TTL: 4294967295 (Proxy x. A,AAAA)");
        assertThat(answer("proxy", List.of("1.2.3.4"), 256, List.of())).startsWith("DNS Answer \"1.2.3.4\"");
        assertThat(answer("proxy", List.of("1.2.3.4"), -1, List.of())).startsWith("DNS Answer RCode: Unknown");
    }

    @Test
    void generic_fields_areSortedAsGoPrintsAMap() {
        Map<String, String> fields = Map.of("b", "2", "", "empty", "a b", "", "\ue000", "x", "\ud83d\ude00", "y");
        assertThat(text(L7Summary.generic(new AccessLog.Generic("p", fields))))
                .isEqualTo("p Fields: map[:empty a b: b:2 \ue000:x \ud83d\ude00:y]");
        assertThat(text(L7Summary.generic(new AccessLog.Generic("", Map.of())))).isEqualTo(" Fields: map[]");
    }

    private static String answer(String source, List<String> ips, int rcode, List<String> cnames) {
        DnsRecord.Answer answer = new DnsRecord.Answer(ips, -1, cnames, rcode, List.of());
        return text(L7Summary.dns(Layer7.RESPONSE, new DnsRecord("x.", source, List.of("A", "AAAA"), answer)));
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
