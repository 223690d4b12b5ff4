// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.cli.console.Colors;
import io.flowobserver.flow.text.TimeFormat;
import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.flow.DebugEvent;
import io.flowobserver.proto.flow.DebugEventType;
import io.flowobserver.proto.flow.Endpoint;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import io.flowobserver.proto.observer.GetDebugEventsResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against lines that the hubble CLI printed. */
class EventPrinterTest {
    private static final String STAMP = "May  7 12:34:56.500";
    private static final Timestamp TIME = Timestamp.newBuilder()
            .setSeconds(1_715_085_296L)
            .setNanos(500_000_000)
            .build();

    private final AgentEventText agent = new AgentEventText(TimeFormat.STAMP_MILLI);
    private final DebugEventText debug = new DebugEventText();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
    {type: AGENT_STARTED, agent_start: {time: "2024-05-07T12:34:56.5Z"}} \
            | AGENT_STARTED (start time: May  7 12:34:56.500)
    {type: POLICY_UPDATED, policy_update: {labels: ["k8s:a=b", "k8s:c=d"], revision: 7, rule_count: 2}} \
            | POLICY_UPDATED (labels: [k8s:a=b,k8s:c=d], revision: 7, count: 2)
    {type: POLICY_DELETED, policy_update: {}} | POLICY_DELETED (labels: [], revision: 0, count: 0)
    {type: ENDPOINT_REGENERATE_SUCCESS, endpoint_regenerate: {id: 12, labels: ["k8s:a=b"]}} \
            | ENDPOINT_REGENERATE_SUCCESS (id: 12, labels: [k8s:a=b])
    {type: ENDPOINT_REGENERATE_FAILURE, endpoint_regenerate: {id: 12, labels: ["k8s:a=b"], error: boom}} \
            | ENDPOINT_REGENERATE_FAILURE (id: 12, labels: [k8s:a=b], error: boom)
    {type: ENDPOINT_CREATED, endpoint_update: {id: 12, namespace: ns, pod_name: p}} \
            | ENDPOINT_CREATED (id: 12, namespace: ns, pod name: p)
    {type: ENDPOINT_DELETED, endpoint_update: {id: 12}} | ENDPOINT_DELETED (id: 12)
    {type: IPCACHE_UPSERTED, ipcache_update: {cidr: "10.0.0.1/32", identity: 5, old_identity: 4, \
            host_ip: "1.1.1.1", old_host_ip: "2.2.2.2", encrypt_key: 3}} \
            | IPCACHE_UPSERTED (cidr: 10.0.0.1/32, identity: 5, old identity: 4, host ip: 1.1.1.1, \
            old host ip: 2.2.2.2, encrypt key: 3)
    {type: IPCACHE_DELETED, ipcache_update: {cidr: "fd00::1/128", identity: 5}} \
            | IPCACHE_DELETED (cidr: fd00::1/128, identity: 5, encrypt key: 0)
    {type: SERVICE_UPSERTED, service_upsert: {id: 1, frontend_address: {ip: "10.0.0.1", port: 80}, \
            backend_addresses: [{ip: "fd00::1", port: 8080}], type: ClusterIP, namespace: ns, name: n}} \
            | SERVICE_UPSERTED (id: 1, frontend: 10.0.0.1:80, backends: [[fd00::1]:8080], type: ClusterIP, \
            namespace: ns, name: n)
    {type: SERVICE_DELETED, service_delete: {id: 1}} | SERVICE_DELETED (id: 1)
    {type: AGENT_EVENT_UNKNOWN, unknown: {type: "99", notification: "{}"}} \
            | AGENT_EVENT_UNKNOWN (type: 99, notification: {})
    {type: SERVICE_DELETED, endpoint_update: {id: 12}} | SERVICE_DELETED (UNKNOWN)
    {type: AGENT_EVENT_UNKNOWN} | AGENT_EVENT_UNKNOWN (UNKNOWN)
    {type: 77, endpoint_update: {id: 12}} | 77 (UNKNOWN)
    """)
    void compact_agentEvent_asTheHubbleCliPrintsIt(String event, String line) throws Exception {
        assertThat(print(EventPrinter.compact(agent, Samples.style(false, new Colors(false))), agentEvent(event)))
                .isEqualTo(STAMP + ": " + line.replaceAll(" {4,}", " "));
    }

    @Test
    void agentEvent_otherFormats_haveTheSameTexts() throws Exception {
        GetAgentEventsResponse event = agentEvent("{type: ENDPOINT_DELETED, endpoint_update: {id: 12}}");
        assertThat(print(EventPrinter.compact(agent, Samples.style(true, new Colors(false))), event))
                .isEqualTo(STAMP + " [kind/worker-1]: ENDPOINT_DELETED (id: 12)");
        assertThat(print(EventPrinter.table(agent, Samples.style(false, new Colors(false))), event))
                .isEqualTo(
                        """
                TIMESTAMP             TYPE               DETAILS
                May  7 12:34:56.500   ENDPOINT_DELETED   id: 12""");
        assertThat(print(EventPrinter.dict(agent, Samples.style(true, new Colors(false))), event, event))
                .isEqualTo(
                        """
                  TIMESTAMP: May  7 12:34:56.500
                       NODE: kind/worker-1
                       TYPE: ENDPOINT_DELETED
                    DETAILS: id: 12
                ------------
                  TIMESTAMP: May  7 12:34:56.500
                       NODE: kind/worker-1
                       TYPE: ENDPOINT_DELETED
                    DETAILS: id: 12"""
                                .indent(0)
                                .stripTrailing());
        assertThat(print(new JsonPrinter<>(GetAgentEventsResponse.getDescriptor()), event))
                .isEqualTo("{\"agent_event\":{\"type\":\"ENDPOINT_DELETED\",\"endpoint_update\":{\"id\":\"12\"}},"
                        + "\"node_name\":\"kind/worker-1\",\"time\":\"2024-05-07T12:34:56.500Z\"}");
    }

    @Test
    void agentEvent_textsThatMeanHarm_stayInTheirLine() throws Exception {
        assertThat(print(
                        EventPrinter.compact(agent, Samples.style(false, new Colors(false))),
                        agentEvent("{type: AGENT_EVENT_UNKNOWN, unknown: {type: \"\\u001b[2J\","
                                + " notification: \"a\\nb\"}}")))
                .isEqualTo(STAMP + ": AGENT_EVENT_UNKNOWN (type: ^[[2J, notification: a\\nb)");
    }

    @Test
    void debugEvent_eachFormat_asTheHubbleCliPrintsIt() {
        GetDebugEventsResponse event = debugEvent(lookup());
        assertThat(print(EventPrinter.compact(debug, Samples.style(false, new Colors(false))), event))
                .isEqualTo(STAMP + ": ns/p (ID: 5) DBG_CT_LOOKUP MARK: 0xffff CPU: 03 (CT lookup)");
        assertThat(print(EventPrinter.table(debug, Samples.style(false, new Colors(false))), event))
                .isEqualTo(
                        """
                TIMESTAMP             FROM           TYPE            CPU/MARK    MESSAGE
                May  7 12:34:56.500   ns/p (ID: 5)   DBG_CT_LOOKUP   03 0xffff   CT lookup""");
        assertThat(print(EventPrinter.dict(debug, Samples.style(false, new Colors(false))), event)
                        .lines())
                .containsExactly(
                        "  TIMESTAMP: " + STAMP,
                        "       TYPE: DBG_CT_LOOKUP",
                        "       FROM: ns/p (ID: 5)",
                        "       MARK: 0xffff",
                        "        CPU: 03",
                        "    MESSAGE: CT lookup");
    }

    @Test
    void debugEvent_partsMissing_namesWhatIsThere() {
        DebugEvent.Builder reserved = DebugEvent.newBuilder()
                .setType(DebugEventType.DBG_GENERIC)
                .setSource(Endpoint.newBuilder().setID(6).addLabels("reserved:host"))
                .setMessage("No message, arg1=0 arg2=0");
        assertThat(print(EventPrinter.compact(debug, Samples.style(false, new Colors(false))), debugEvent(reserved)))
                .isEqualTo(
                        STAMP + ": reserved:host (ID: 6) DBG_GENERIC MARK: N/A CPU: N/A (No message, arg1=0 arg2=0)");
        DebugEvent.Builder many = reserved.clone();
        many.getSourceBuilder().addLabels("reserved:remote-node");
        assertThat(print(EventPrinter.compact(debug, Samples.style(false, new Colors(false))), debugEvent(many)))
                .contains(": ID: 6 DBG_GENERIC");
        assertThat(print(
                        EventPrinter.compact(debug, Samples.style(false, new Colors(false))),
                        GetDebugEventsResponse.getDefaultInstance()))
                .isEqualTo("N/A: N/A DBG_EVENT_UNKNOWN MARK: N/A CPU: N/A ()");
    }

    private static DebugEvent.Builder lookup() {
        return DebugEvent.newBuilder()
                .setType(DebugEventType.DBG_CT_LOOKUP)
                .setSource(Endpoint.newBuilder().setID(5).setNamespace("ns").setPodName("p"))
                .setHash(UInt32Value.of(0xffff))
                .setCpu(Int32Value.of(3))
                .setMessage("CT lookup");
    }

    private static GetDebugEventsResponse debugEvent(DebugEvent.Builder event) {
        return GetDebugEventsResponse.newBuilder()
                .setDebugEvent(event)
                .setTime(TIME)
                .setNodeName("kind/worker-1")
                .build();
    }

    private static GetAgentEventsResponse agentEvent(String json) throws Exception {
        AgentEvent.Builder event = AgentEvent.newBuilder();
        JsonFormat.parser().merge(json, event);
        return GetAgentEventsResponse.newBuilder()
                .setAgentEvent(event)
                .setTime(TIME)
                .setNodeName("kind/worker-1")
                .build();
    }

    @SafeVarargs
    private static <A> String print(Printer<A> printer, A... answers) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < answers.length; i++) {
            out.append(i > 0 ? "\n" : "");
            printer.append(out, answers[i]);
        }
        printer.finish(out);
        return out.toString();
    }
}
