// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.flow.AgentEventType;
import io.flowobserver.proto.flow.DebugEvent;
import io.flowobserver.proto.flow.DebugEventType;
import io.flowobserver.proto.flow.EndpointUpdateNotification;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import io.flowobserver.proto.observer.GetDebugEventsResponse;
import io.flowobserver.proto.observer.GetNamespacesResponse;
import io.flowobserver.proto.observer.GetNodesResponse;
import io.flowobserver.proto.observer.Namespace;
import io.flowobserver.proto.observer.Node;
import io.flowobserver.proto.observer.TLS;
import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.ChangeNotificationType;
import io.flowobserver.proto.relay.NodeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands about nodes, namespaces, peers and events as processes of the built distribution. */
@Timeout(120)
@Tag("concurrent")
class ITListCommands {
    private static final Path LAUNCHER =
            Path.of(System.getProperty("observer.distribution", "target/observer"), "bin", "observer");
    private static final Timestamp TIME =
            Timestamp.newBuilder().setSeconds(1_715_085_296L).build();

    @TempDir
    private Path directory;

    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(LAUNCHER), () -> LAUNCHER + " is missing: run mvn package before this test");
        server = new ScriptedServer(directory.resolve("o.sock"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void listNodes_eachFormat_sortedByName() throws Exception {
        server.onNodes(GetNodesResponse.newBuilder()
                .addNodes(node("kind/worker-2"))
                .addNodes(node("kind/worker-1").setTls(TLS.getDefaultInstance()))
                .build());
        assertThat(run("list", "nodes", "--server", server.unixAddress()))
                .containsExactly(
                        "NAME            STATUS      AGE   FLOWS/S   CURRENT/MAX-FLOWS",
                        "kind/worker-1   Connected   10s   2.00      5/10 ( 50.00%)",
                        "kind/worker-2   Connected   10s   2.00      5/10 ( 50.00%)");
        assertThat(run("list", "node", "-o", "wide", "--server", server.tcpAddress()))
                .hasSize(3)
                .first()
                .asString()
                .endsWith("VERSION   ADDRESS   TLS");
        assertThat(String.join("\n", run("list", "nodes", "-o", "json", "--server", server.unixAddress())))
                .startsWith(
                        """
                        [
                          {
                            "name": "kind/worker-1",
                            "state": "NODE_CONNECTED",
                            "tls": {},
                            "uptime_ns": "10000000000",
                            "num_flows": "5",""");
    }

    @Test
    void listNamespaces_eachFormat_inTheServersOrder() throws Exception {
        assertThat(run("list", "namespaces", "-o", "json", "--server", server.unixAddress()))
                .containsExactly("null");
        server.onNamespaces(GetNamespacesResponse.newBuilder()
                .addNamespaces(Namespace.newBuilder().setCluster("b").setNamespace("shop"))
                .addNamespaces(Namespace.newBuilder().setCluster("c").setNamespace("\u001b[1m"))
                .build());
        assertThat(run("list", "namespaces", "--server", server.tcpAddress()))
                .containsExactly("NAMESPACE", "shop", "^[[1m");
        assertThat(run("list", "namespaces", "-o", "wide", "--server", server.unixAddress()))
                .containsExactly("NAMESPACE   CLUSTER", "shop        b", "^[[1m       c");
    }

    @Test
    void list_unknownFormat_isRefused() throws Exception {
        Process process = process("list", "nodes", "-o", "foo", "--server", server.unixAddress());
        assertThat(process.errorReader().lines())
                .containsExactly("observer: unknown output format: foo, use table, wide or json");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void watchPeers_changes_oneLineEach() throws Exception {
        ChangeNotification.Builder peer = ChangeNotification.newBuilder()
                .setName("kind/worker-1")
                .setAddress("127.0.0.1:14244")
                .setType(ChangeNotificationType.PEER_ADDED);
        ChangeNotification.Builder secured = peer.clone().setType(ChangeNotificationType.PEER_UPDATED);
        secured.getTlsBuilder().setServerName("foo.default.hubble-grpc.cilium.io");
        server.onPeers(peer.build(), secured.build());
        assertThat(run("watch", "peers", "--server", server.tcpAddress()))
                .containsExactly(
                        "PEER_ADDED   127.0.0.1:14244 kind/worker-1",
                        "PEER_UPDATED 127.0.0.1:14244 kind/worker-1"
                                + " (TLS.ServerName: foo.default.hubble-grpc.cilium.io)");
        assertThat(run("watch", "peers", "-o", "json", "--server", server.tcpAddress()))
                .startsWith("{\"name\":\"kind/worker-1\",\"address\":\"127.0.0.1:14244\",\"type\":\"PEER_ADDED\"}")
                .hasSize(2);
    }

    @Test
    void observeEvents_ofAgentAndDatapath_printed() throws Exception {
        server.onAgentEvents(GetAgentEventsResponse.newBuilder()
                .setTime(TIME)
                .setAgentEvent(AgentEvent.newBuilder()
                        .setType(AgentEventType.ENDPOINT_CREATED)
                        .setEndpointUpdate(EndpointUpdateNotification.newBuilder()
                                .setId(12)
                                .setNamespace("ns")))
                .build());
        assertThat(run("observe", "agent-events", "--all", "--server", server.unixAddress()))
                .containsExactly("May  7 12:34:56.000: ENDPOINT_CREATED (id: 12, namespace: ns)");
        server.onDebugEvents(GetDebugEventsResponse.newBuilder()
                .setTime(TIME)
                .setNodeName("n")
                .setDebugEvent(DebugEvent.newBuilder()
                        .setType(DebugEventType.DBG_CT_LOOKUP)
                        .setMessage("CT lookup"))
                .build());
        assertThat(run("observe", "debug-events", "-o", "json", "--server", server.tcpAddress()))
                .containsExactly("{\"debug_event\":{\"type\":\"DBG_CT_LOOKUP\",\"message\":\"CT lookup\"},"
                        + "\"node_name\":\"n\",\"time\":\"2024-05-07T12:34:56Z\"}");
    }

    @Test
    void observe_printRawFilters_asksNobody() throws Exception {
        server.close();
        assertThat(run("observe", "flows", "--print-raw-filters", "--from-pod", "a", "--allowlist", "{}"))
                .containsExactly("allowlist:", "    - '{\"source_pod\":[\"a\"]}'", "    - '{}'");
    }

    private static Node.Builder node(String name) {
        return Node.newBuilder()
                .setName(name)
                .setState(NodeState.NODE_CONNECTED)
                .setUptimeNs(10_000_000_000L)
                .setNumFlows(5)
                .setMaxFlows(10)
                .setSeenFlows(20);
    }

    private static Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    /** What it prints, if it ends well and has nothing to complain of. */
    private static List<String> run(String... arguments) throws Exception {
        Process process = process(arguments);
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.errorReader().lines()).isEmpty();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return lines;
    }
}
