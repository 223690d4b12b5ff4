// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogJsonTest {
    @Test
    void read_emptyObject_lacksEverything() {
        AccessLog log = read("{}");
        assertThat(log.type()).isEmpty();
        assertThat(log.source()).isEqualTo(AccessLog.Endpoint.NONE);
        assertThat(log.protocols()).isEqualTo(new AccessLog.Protocols(null, null, null, null));
    }

    @Test
    void read_nullsAndUnknownFields_countForNothing() {
        AccessLog log = read(
                """
                {"Type":null,"HTTP":null,"Nobody":{"knows":[1,2.5e3,"x",{"y":[]}]},
                "SourceEndpoint":{"Labels":null,"ID":7},
                "DNS":{"IPs":[""],"QTypes":null}}""");
        assertThat(log.type()).isEmpty();
        assertThat(log.source().id()).isEqualTo(7);
        assertThat(log.source().labels()).isEmpty();
        assertThat(log.protocols().http()).isNull();
        assertThat(Objects.requireNonNull(log.protocols().dns()).ips()).containsExactly("");
    }

    @Test
    void read_numbersOf64Bits_areKept() {
        AccessLog log = read(
                """
                {"SourceEndpoint":{"ID":18446744073709551615,"Identity":4294967301},
                "HTTP":{"Code":-9223372036854775808},"Kafka":{"ErrorCode":9223372036854775807},
                "DNS":{"TTL":4294967295}}""");
        assertThat(log.source().id()).isEqualTo(-1);
        assertThat(log.source().identity()).isEqualTo(4294967301L);
        assertThat(Objects.requireNonNull(log.protocols().http()).code()).isEqualTo(Long.MIN_VALUE);
        assertThat(Objects.requireNonNull(log.protocols().kafka()).errorCode()).isEqualTo(Long.MAX_VALUE);
        assertThat(Objects.requireNonNull(log.protocols().dns()).ttl()).isEqualTo(-1);
    }

    @Test
    void read_fieldTwice_takesTheLast() {
        AccessLog log = read(
                """
                {"Type":"Request","Type":"Response","HTTP":{"Headers":{"A":["1"],"B":[],"A":["2","3"]}}}""");
        assertThat(log.type()).isEqualTo("Response");
        AccessLog.Http http = Objects.requireNonNull(log.protocols().http());
        assertThat(http.headers().get("A")).containsExactly("2", "3");
        assertThat(http.header("A")).isEqualTo("2");
        assertThat(http.header("B")).isEmpty();
        assertThat(http.header("a")).isEmpty();
    }

    @Test
    void read_urlOfTheAgent_hasAUserOfWhomNothingIsKnown() {
        AccessLog.Url url = url(
                """
                {"Scheme":"http","User":{},"Host":"h","Path":"/p","ForceQuery":true,"OmitHost":false}""");
        assertThat(url.user()).isNull();
        assertThat(url.text()).isNull();
        assertThat(url.forceQuery()).isTrue();
    }

    @Test
    void read_user_mayHaveAnEmptyPasswordOrNone() {
        assertThat(url("{\"User\":{\"username\":\"u\",\"password\":\"\"}}").user())
                .isEqualTo(new AccessLog.User("u", ""));
        assertThat(url("{\"User\":{\"username\":\"\",\"password\":null}}").user())
                .isEqualTo(new AccessLog.User("", null));
    }

    @Test
    void read_labels_areKeptInTheirOrder() {
        AccessLog log = read(
                """
                {"DestinationEndpoint":{"Labels":[{"source":"k8s","key":"b","value":"1"},
                {"key":"a","source":"any"},{}]}}""");
        assertThat(log.destination().labels())
                .isEqualTo(List.of(
                        new AccessLog.Label("k8s", "b", "1"),
                        new AccessLog.Label("any", "a", ""),
                        new AccessLog.Label("", "", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"Type\":\"x\"",
                "{} x",
                "{\"Type\":7}",
                "{\"Type\":[]}",
                "{\"Type\":true}",
                "{\"SourceEndpoint\":[]}",
                "{\"SourceEndpoint\":7}",
                "{\"SourceEndpoint\":{\"ID\":-1}}",
                "{\"SourceEndpoint\":{\"ID\":18446744073709551616}}",
                "{\"SourceEndpoint\":{\"ID\":1.5}}",
                "{\"SourceEndpoint\":{\"ID\":1e3}}",
                "{\"SourceEndpoint\":{\"ID\":\"1\"}}",
                "{\"SourceEndpoint\":{\"Port\":65536}}",
                "{\"SourceEndpoint\":{\"Port\":1e400}}",
                "{\"IPVersion\":256}",
                "{\"SourceEndpoint\":{\"Labels\":[7]}}",
                "{\"DNS\":{\"QTypes\":[65536]}}",
                "{\"DNS\":{\"QTypes\":[-1]}}",
                "{\"DNS\":{\"QTypes\":[\"1\"]}}",
                "{\"DNS\":{\"TTL\":4294967296}}",
                "{\"HTTP\":{\"Headers\":{\"A\":\"b\"}}}",
                "{\"HTTP\":{\"URL\":\"http://h/\"}}",
                "{\"HTTP\":{\"Code\":9223372036854775808}}",
                "{\"L7\":{\"Fields\":{\"a\":1}}}",
                "{\"X\":01}"
            })
    void read_whatIsNoRecord_isNull(String json) {
        assertThat(AccessLogJson.read(bytes(json))).isNull();
    }

    /** One name with 10,000 values would be shown 10,000 times. */
    @Test
    void read_namesOfHeadersThatComeToMoreThanARecord_isNull() {
        assertThat(read(headers(65, 1000)).protocols().http()).isNotNull();
        assertThat(AccessLogJson.read(bytes(headers(66, 1000)))).isNull();
        assertThat(AccessLogJson.read(bytes(headers(30_000, 10_000)))).isNull();
    }

    private static String headers(int nameLength, int values) {
        String all = "\"\",".repeat(values - 1) + "\"\"";
        return "{\"HTTP\":{\"Headers\":{\"" + "n".repeat(nameLength) + "\":[" + all + "]}}}";
    }

    private static AccessLog.Url url(String json) {
        AccessLog log = read("{\"HTTP\":{\"URL\":" + json + "}}");
        return Objects.requireNonNull(log.protocols().http()).url();
    }

    private static AccessLog read(String json) {
        return Objects.requireNonNull(AccessLogJson.read(bytes(json)));
    }

    private static EventBytes bytes(String json) {
        return EventBytes.of(json.getBytes(StandardCharsets.UTF_8));
    }
}
