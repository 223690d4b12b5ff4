// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.event.EventBytes;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentNoticeReaderTest {
    private static final String POLICY = "policy_update";

    @Test
    void read_policyUpdate_holdsEveryField() {
        var change = (AgentNotice.PolicyChange) content(
                5,
                POLICY,
                """
                {"labels": ["k8s:a=b", ""], "revision": 18446744073709551615, "rule_count": -1}""");
        assertThat(texts(change.labels())).containsExactly("k8s:a=b", "");
        assertThat(change.revision()).isEqualTo(-1L);
        assertThat(change.ruleCount()).isEqualTo(-1);
    }

    @Test
    void read_ipcache_holdsEveryField() {
        var change = (AgentNotice.IpcacheChange)
                content(
                        9,
                        "ipcache",
                        """
                {"cidr": "10.0.0.1/32", "id": 4294967295, "old-id": 0, "host-ip": "1.2.3.4", "old-host-ip": "5.6.7.8",
                "encrypt-key": 255, "namespace": "ns", "pod-name": "p"}""");
        assertThat(text(change.cidr())).isEqualTo("10.0.0.1/32");
        assertThat(change.identity()).isEqualTo(-1);
        assertThat(change.oldIdentity()).isZero();
        assertThat(text(change.hostAddress())).isEqualTo("1.2.3.4");
        assertThat(text(change.oldHostAddress())).isEqualTo("5.6.7.8");
        assertThat(change.encryptKey()).isEqualTo(255);
        assertThat(text(change.namespace())).isEqualTo("ns");
        assertThat(text(change.podName())).isEqualTo("p");
    }

    @Test
    void read_endpoint_holdsEveryFieldAndPassesOverOthers() {
        var change = (AgentNotice.EndpointChange)
                content(
                        7,
                        "endpoint_update",
                        """
                {"new": {"id": [1, {"id": 2}]}, "id": 9007199254740993, "labels": null, "error": "e", "pod-name": "p",
                "namespace": "ns"}""");
        assertThat(change.id()).isEqualTo(9007199254740993L);
        assertThat(change.labels()).isEmpty();
        assertThat(text(change.error())).isEqualTo("e");
        assertThat(text(change.podName())).isEqualTo("p");
        assertThat(text(change.namespace())).isEqualTo("ns");
    }

    @Test
    void read_regenerationAndStart_holdTheirFields() {
        var made = (AgentNotice.Regeneration) content(4, "endpoint_regenerate", "{\"id\":7,\"error\":\"boom\"}");
        assertThat(made.id()).isEqualTo(7);
        assertThat(text(made.error())).isEqualTo("boom");
        var start = (AgentNotice.Start) content(2, "time", "{\"time\":\"not a time\"}");
        assertThat(text(start.time())).isEqualTo("not a time");
    }

    @Test
    void read_structureOfAnotherNumber_isKeptAsText() {
        assertThat(json(6, "time", "{ \"time\" : \"x\" }")).isEqualTo("{\"time\":\"x\"}");
        assertThat(json(0, POLICY, "{\"revision\":18446744073709551615}"))
                .isEqualTo("{\"revision\":18446744073709551615}");
        assertThat(json(4294967295L, "other", "[1.50, -2e+3, true]")).isEqualTo("[1.50,-2e+3,true]");
        assertThat(json(5, "none", " null ")).isEqualTo("null");
        assertThat(json(5, POLICY, "null")).isEqualTo("null");
        assertThat(json(5, "another", "{}")).isEqualTo("{}");
    }

    /** As Go writes JSON, whatever way it was escaped before. */
    @Test
    void read_textToBeKept_isEscapedTheWayOfTheAgent() {
        assertThat(json(1, "other", "\"<&>\\/\\u0041\"")).isEqualTo("\"\\u003c\\u0026\\u003e/A\"");
        assertThat(json(1, "other", "\"\\b\\f\\n\\r\\t\\u001F\\\"\\\\\""))
                .isEqualTo("\"\\b\\f\\n\\r\\t\\u001f\\\"\\\\\"");
        assertThat(json(1, "other", "\"\u2028\\u2029\u00fc\u007f\"")).isEqualTo("\"\\u2028\\u2029\u00fc\u007f\"");
        assertThat(json(1, "other", "\"\\ud83d\\ude00 \\ud83d x \\ude00\\ud83d\""))
                .isEqualTo("\"\ud83d\ude00 \ufffd x \ufffd\ufffd\"");
    }

    /** Text that no client could parse is worse than text with holes. */
    @Test
    void read_noUtf8_isReplaced() {
        byte[] bytes =
                "{\"type\":4,\"notification_kind\":\"endpoint_regenerate\",\"notification\":{\"error\":\"a..b\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        int at = new String(bytes, StandardCharsets.UTF_8).indexOf("..");
        bytes[at] = (byte) 0xc0;
        bytes[at + 1] = (byte) 0xe2;
        var made = (AgentNotice.Regeneration) Objects.requireNonNull(AgentNoticeReader.read(EventBytes.of(bytes)))
                .content();
        assertThat(text(made.error())).isEqualTo("a\ufffd\ufffdb");
        byte[] other = new String(bytes, StandardCharsets.ISO_8859_1)
                .replace(":4,", ":1,")
                .getBytes(StandardCharsets.ISO_8859_1);
        var kept = (AgentNotice.Other) Objects.requireNonNull(AgentNoticeReader.read(EventBytes.of(other)))
                .content();
        assertThat(text(kept.json())).contains("a\\ufffd\\ufffdb");
    }

    @Test
    void read_fieldsInAnyOrder_isTheSame() {
        AgentNotice notice =
                read("{\"notification\":{\"time\":\"t\"},\"x\":[],\"notification_kind\":\"time\",\"type\":2}");
        assertThat(Objects.requireNonNull(notice).content()).isInstanceOf(AgentNotice.Start.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{}",
                "{\"type\":1}",
                "{\"notification\":{}}",
                "{\"type\":-1,\"notification\":{}}",
                "{\"type\":4294967296,\"notification\":{}}",
                "{\"type\":1.0,\"notification\":{}}",
                "{\"type\":\"1\",\"notification\":{}}",
                "{\"type\":01,\"notification\":{}}",
                "{\"type\":1,\"notification\":{}} x",
                "{\"type\":1,\"notification\":{}",
                "{\"type\":1,\"notification\":{},}",
                "{\"type\":1 \"notification\":{}}",
                "{\"type\":1,\"notification\":[1,]}",
                "{\"type\":1,\"notification\":[1 2]}",
                "{\"type\":1,\"notification\":{1:2}}",
                "{\"type\":1,\"notification\":\"\\x\"}",
                "{\"type\":1,\"notification\":\"\\u12g4\"}",
                "{\"type\":1,\"notification\":\"\n\"}",
                "{\"type\":1,\"notification\":\"}",
                "{\"type\":1,\"notification\":\"\\",
                "{\"type\":1,\"notification\":\"\\u00",
                "{\"type\":1,\"notification\":nul}",
                "{\"type\":1,\"notification\":nulL}",
                "{\"type\":1,\"notification\":-}",
                "{\"type\":1,\"notification\":1.}",
                "{\"type\":1,\"notification\":1e}",
                "{\"type\":1,\"notification\":+1}",
                "{\"type\":2,\"notification_kind\":\"time\",\"notification\":1}",
                "{\"type\":2,\"notification_kind\":\"time\",\"notification\":{\"time\":1}}",
                "{\"type\":5,\"notification_kind\":\"policy_update\",\"notification\":{\"labels\":\"x\"}}",
                "{\"type\":5,\"notification_kind\":\"policy_update\",\"notification\":{\"labels\":[1]}}",
                "{\"type\":5,\"notification_kind\":\"policy_update\",\"notification\":{\"revision\":18446744073709551616}}",
                "{\"type\":5,\"notification_kind\":\"policy_update\",\"notification\":{\"revision\":99999999999999999999}}",
                "{\"type\":5,\"notification_kind\":\"policy_update\",\"notification\":{\"rule_count\":9223372036854775808}}",
                "{\"type\":9,\"notification_kind\":\"ipcache\",\"notification\":{\"id\":4294967296}}",
                "{\"type\":9,\"notification_kind\":\"ipcache\",\"notification\":{\"encrypt-key\":256}}",
            })
    void read_notWhatItShouldBe_isRefused(String json) {
        assertThat(read(json)).isNull();
    }

    @Test
    void read_deepNesting_isRefused() {
        assertThat(json(1, "other", "[".repeat(60) + "]".repeat(60))).hasSize(120);
        assertThat(read("{\"type\":1,\"notification\":" + "[".repeat(100_000))).isNull();
        assertThat(read("{\"type\":1,\"notification\":" + "[".repeat(65) + "]".repeat(65) + "}"))
                .isNull();
    }

    /** The most that a byte of JSON can be made to cost, for all shapes that multiply. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\"\",", "\"a\",", "\"<\",", "\"\\n\",", "\"\u4e2d\",", "1,", "[],", "{\"a\":1},", "null,", "<"})
    void read_hostileText_allocatesAFewTimesItsLength(String piece) {
        String pieces = piece.repeat(20_000);
        String list = piece.equals("<") ? "\"" + pieces + "\"" : "[" + pieces + "0]";
        List.of(
                        "{\"type\":1,\"notification\":" + list + "}",
                        "{\"type\":5,\"notification_kind\":\"policy_update\",\"notification\":{\"labels\":"
                                + list.replace(",0]", "]") + "}}",
                        "{\"type\":4,\"notification_kind\":\"endpoint_regenerate\",\"notification\":{\"error\":" + list
                                + "}}")
                .forEach(AgentNoticeReaderTest::readCheaply);
    }

    private static void readCheaply(String json) {
        EventBytes bytes = EventBytes.of(json.getBytes(StandardCharsets.UTF_8));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AgentNoticeReader.read(bytes);
        long before = threads.getCurrentThreadAllocatedBytes();
        AgentNoticeReader.read(bytes);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(4096 + 12L * bytes.length());
    }

    private static AgentNotice.Content content(long number, String kind, String notification) {
        AgentNotice notice = Objects.requireNonNull(read("{\"type\": " + number + ", \"notification_kind\": \"" + kind
                + "\", \"notification\": " + notification + "}\n"));
        assertThat(notice.number()).isEqualTo(number);
        return notice.content();
    }

    private static String json(long number, String kind, String notification) {
        return text(((AgentNotice.Other) content(number, kind, notification)).json());
    }

    private static AgentNotice read(String json) {
        return AgentNoticeReader.read(EventBytes.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(List<byte[]> texts) {
        return texts.stream().map(AgentNoticeReaderTest::text).toList();
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
