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
    void read_textThatIsNoUnicode_becomesReplacements() {
        byte[] json = "{\"Type\":\"aXXXXXXXXXXb\",\"Verdict\":\"\\ud83d\\ude00 \\ud83d \\ude00\"}"
                .getBytes(StandardCharsets.UTF_8);
        // An overlong slash, a surrogate, a byte that begins nothing, one that continues nothing, a sequence cut short.
        byte[] bad = {
            (byte) 0xc0,
            (byte) 0xaf,
            (byte) 0xed,
            (byte) 0xa0,
            (byte) 0x80,
            (byte) 0xff,
            (byte) 0x80,
            (byte) 0xe4,
            (byte) 0xb8,
            'X'
        };
        System.arraycopy(bad, 0, json, new String(json, StandardCharsets.UTF_8).indexOf("XX"), bad.length);
        AccessLog log = Objects.requireNonNull(AccessLogJson.read(EventBytes.of(json)));
        assertThat(log.type()).isEqualTo("a" + "\ufffd".repeat(9) + "Xb");
        assertThat(log.verdict()).isEqualTo("\ud83d\ude00 \ufffd \ufffd");
    }

    @Test
    void read_unicodeAcrossTheReadersBuffer_isKept() {
        for (int pad = 1000; pad < 1030; pad++) {
            String text = "x".repeat(pad) + "\ud83d\ude00\u4e16\u00e9";
            assertThat(read("{\"Type\":\"" + text + "\"}").type()).isEqualTo(text);
        }
    }

    /** What is refused for being dense must be far from what is only long. */
    @Test
    void read_longAnswer_isNotDense() {
        String ips = "\"10.0.0.1\",".repeat(4000) + "\"\"";
        String types = "1,".repeat(4000) + "1";
        AccessLog log = read("{\"DNS\":{\"IPs\":[" + ips + "],\"AnswerTypes\":[" + types + "]}}");
        assertThat(Objects.requireNonNull(log.protocols().dns()).ips()).hasSize(4001);
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
                " ",
                "null",
                "[]",
                "7",
                "\"x\"",
                "{",
                "{\"Type\"",
                "{\"Type\":",
                "{\"Type\":\"x",
                "{\"Type\":\"x\"",
                "{}{}",
                "{} x",
                "{'Type':'x'}",
                "{Type:\"x\"}",
                "{\"Type\":\"\t\"}",
                "{\"Type\":\"\\x\"}",
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
                "{\"IPVersion\":NaN}",
                "{\"SourceEndpoint\":{\"Labels\":[7]}}",
                "{\"DNS\":{\"QTypes\":[65536]}}",
                "{\"DNS\":{\"QTypes\":[-1]}}",
                "{\"DNS\":{\"QTypes\":[\"1\"]}}",
                "{\"DNS\":{\"TTL\":4294967296}}",
                "{\"HTTP\":{\"Headers\":{\"A\":\"b\"}}}",
                "{\"HTTP\":{\"URL\":\"http://h/\"}}",
                "{\"HTTP\":{\"Code\":9223372036854775808}}",
                "{\"L7\":{\"Fields\":{\"a\":1}}}",
                "{\"X\":[}}",
                "{\"X\":01}"
            })
    void read_whatIsNoRecord_isNull(String json) {
        assertThat(AccessLogJson.read(bytes(json))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"X\":", "{\"HTTP\":", "{\"X\":["})
    void read_depthBomb_isNull(String open) {
        assertThat(AccessLogJson.read(bytes("{\"X\":" + open.repeat(20_000)))).isNull();
    }

    @Test
    void read_numberOfAMegabyte_isNoNumberOfOursAndElsewhereNoMatter() {
        String digits = "9".repeat(1 << 20);
        assertThat(AccessLogJson.read(bytes("{\"IPVersion\":" + digits + "}"))).isNull();
        assertThat(AccessLogJson.read(bytes("{\"X\":" + digits + "}"))).isNotNull();
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
