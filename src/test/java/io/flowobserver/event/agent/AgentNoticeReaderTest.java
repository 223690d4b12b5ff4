// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import java.nio.charset.StandardCharsets;
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
        assertThat(change.labels()).containsExactly("k8s:a=b", "");
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
        assertThat(change.cidr()).isEqualTo("10.0.0.1/32");
        assertThat(change.identity()).isEqualTo(-1);
        assertThat(change.oldIdentity()).isZero();
        assertThat(change.hostAddress()).isEqualTo("1.2.3.4");
        assertThat(change.oldHostAddress()).isEqualTo("5.6.7.8");
        assertThat(change.encryptKey()).isEqualTo(255);
        assertThat(change.namespace()).isEqualTo("ns");
        assertThat(change.podName()).isEqualTo("p");
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
        assertThat(change.error()).isEqualTo("e");
        assertThat(change.podName()).isEqualTo("p");
        assertThat(change.namespace()).isEqualTo("ns");
    }

    @Test
    void read_regenerationAndStart_holdTheirFields() {
        var made = (AgentNotice.Regeneration) content(4, "endpoint_regenerate", "{\"id\":7,\"error\":\"boom\"}");
        assertThat(made.id()).isEqualTo(7);
        assertThat(made.error()).isEqualTo("boom");
        var start = (AgentNotice.Start) content(2, "time", "{\"time\":\"not a time\"}");
        assertThat(start.time()).isEqualTo("not a time");
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

    private static AgentNotice.Content content(long number, String kind, String notification) {
        AgentNotice notice = Objects.requireNonNull(read("{\"type\": " + number + ", \"notification_kind\": \"" + kind
                + "\", \"notification\": " + notification + "}\n"));
        assertThat(notice.number()).isEqualTo(number);
        return notice.content();
    }

    private static String json(long number, String kind, String notification) {
        return ((AgentNotice.Other) content(number, kind, notification)).json();
    }

    private static AgentNotice read(String json) {
        return AgentNoticeReader.read(EventBytes.of(json.getBytes(StandardCharsets.UTF_8)));
    }
}
