// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.event.EventBytes;
import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.flow.AgentEventType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentDecoderTest {
    private static final List<String> KINDS =
            List.of("time", "policy_update", "endpoint_regenerate", "endpoint_update", "ipcache", "other", "none");

    /** Every number with every structure: one belongs to it, all others make it unknown. */
    @ParameterizedTest
    @CsvSource({
        "0,,,",
        "1,,,",
        "2,time,AGENT_STARTED,AGENT_START",
        "3,endpoint_regenerate,ENDPOINT_REGENERATE_SUCCESS,ENDPOINT_REGENERATE",
        "4,endpoint_regenerate,ENDPOINT_REGENERATE_FAILURE,ENDPOINT_REGENERATE",
        "5,policy_update,POLICY_UPDATED,POLICY_UPDATE",
        "6,policy_update,POLICY_DELETED,POLICY_UPDATE",
        "7,endpoint_update,ENDPOINT_CREATED,ENDPOINT_UPDATE",
        "8,endpoint_update,ENDPOINT_DELETED,ENDPOINT_UPDATE",
        "9,ipcache,IPCACHE_UPSERTED,IPCACHE_UPDATE",
        "10,ipcache,IPCACHE_DELETED,IPCACHE_UPDATE",
        "11,,,",
        "4294967295,,,",
    })
    void decode_eachPair_isItsEventOrUnknown(long number, String fitting, String type, String member) throws Exception {
        for (String kind : KINDS) {
            AgentEvent event = decode(number, kind, "{}");
            if (kind.equals(fitting)) {
                assertThat(event.getType()).isEqualTo(AgentEventType.valueOf(type));
                assertThat(event.getNotificationCase().name()).isEqualTo(member);
            } else {
                assertThat(event.getTypeValue()).isZero();
                assertThat(event.getUnknown().getType()).isEqualTo(Long.toString(number));
                assertThat(event.getUnknown().getNotification()).isEqualTo("{}");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5|policy_update|{\"labels\":[\"k8s:a=b\",\"\"],\"revision\":18446744073709551615,\"rule_count\":-1}"
                        + "|policy_update{labels:[\"k8s:a=b\",\"\"],revision:18446744073709551615,rule_count:-1}",
                "4|endpoint_regenerate|{\"id\":12,\"labels\":[\"l\"],\"error\":\"boom\"}"
                        + "|endpoint_regenerate{id:12,labels:\"l\",error:\"boom\"}",
                "7|endpoint_update|{\"id\":12,\"labels\":[\"l\"],\"error\":\"e\",\"pod-name\":\"p\",\"namespace\":\"ns\"}"
                        + "|endpoint_update{id:12,labels:\"l\",error:\"e\",pod_name:\"p\",namespace:\"ns\"}",
                "9|ipcache|{\"cidr\":\"10.0.0.1/32\",\"id\":4294967295,\"old-id\":0,\"host-ip\":\"1.2.3.4\","
                        + "\"old-host-ip\":\"::1\",\"encrypt-key\":3,\"namespace\":\"ns\",\"pod-name\":\"p\"}"
                        + "|ipcache_update{cidr:\"10.0.0.1/32\",identity:4294967295,old_identity{},host_ip:\"1.2.3.4\","
                        + "old_host_ip:\"::1\",encrypt_key:3,namespace:\"ns\",pod_name:\"p\"}",
            })
    void decode_eachStructure_keepsEveryField(long number, String kind, String notification, String text)
            throws Exception {
        AgentEvent.Builder expected = AgentEvent.newBuilder();
        TextFormat.merge(text, expected);
        AgentEvent event = decode(number, kind, notification);
        assertThat(event).isEqualTo(expected.setType(event.getType()).build());
    }

    @ParameterizedTest
    @CsvSource({
        "2025-10-21T12:00:00Z, 1761048000, 0",
        "2025-10-21T12:00:00.5+02:00, 1761040800, 500000000",
        "1969-12-31T23:59:59.999999999Z, -1, 999999999",
        "2024-02-29T00:00:00-23:59, 1709251140, 0",
        "0001-01-01T00:00:00Z, -62135596800, 0",
        "9999-12-31T23:59:59.000000001Z, 253402300799, 1",
    })
    void decode_start_hasItsTime(String text, long seconds, int nanos) throws Exception {
        AgentEvent event = decode(2, "time", "{\"time\":\"" + text + "\"}");
        assertThat(event.getAgentStart().getTime())
                .isEqualTo(Timestamp.newBuilder()
                        .setSeconds(seconds)
                        .setNanos(nanos)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025-10-21",
                "2025-10-21T12:00Z",
                "2025-10-21t12:00:00z",
                "2025-10-21T12:00:00",
                "2025-13-21T12:00:00Z",
                "2025-02-30T12:00:00Z",
                "2025-10-21T12:00:60Z",
                "2025-10-21T12:00:00.Z",
                "0000-01-01T00:00:00Z",
                "0001-01-01T00:00:00+01:00",
                "9999-12-31T23:59:59-01:00",
                "2025-00-21T12:00:00Z",
                "2025-10-00T12:00:00Z",
                "2025-02-29T12:00:00Z",
                "2025-10-21T24:00:00Z",
                "2025-10-21T12:60:00Z",
                "2025-10-21T12:00:00Zx",
                "2025-10-21T12:00:00+02:0",
                "2025-10-21T12:00:00+0200",
                "2025-10-21T12:00:00 02:00",
                "20251-10-21T12:00:00Z",
                "2025-10-21T12:00:00.5",
                "2025-10-21T12:00:00+2:00",
                "2025-10-21T12:00:00+99:00",
                " 2025-10-21T12:00:00Z"
            })
    void decode_startAtNoTime_isAStartWithoutOne(String text) throws Exception {
        AgentEvent event = decode(2, "time", "{\"time\":\"" + text + "\"}");
        assertThat(event.hasAgentStart()).isTrue();
        assertThat(event.getAgentStart().hasTime()).isFalse();
    }

    @Test
    void decode_garbage_isNull() {
        assertThat(AgentDecoder.decode(EventBytes.of(new byte[] {1, 2, 3}))).isNull();
        assertThat(AgentDecoder.decode(EventBytes.of(new byte[0]))).isNull();
    }

    private static AgentEvent decode(long number, String kind, String notification)
            throws InvalidProtocolBufferException {
        String json = "{\"type\":" + number + ",\"notification_kind\":\"" + kind + "\",\"notification\":" + notification
                + "}";
        byte[] encoded = AgentDecoder.decode(EventBytes.of(json.getBytes(StandardCharsets.UTF_8)));
        AgentEvent event = AgentEvent.parseFrom(Objects.requireNonNull(encoded));
        assertThat(JsonFormat.printer().print(event)).isNotEmpty();
        return event;
    }
}
