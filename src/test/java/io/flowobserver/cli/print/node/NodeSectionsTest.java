// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.print.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Timestamp;
import io.flowobserver.proto.node.Connections;
import io.flowobserver.proto.node.Devices;
import io.flowobserver.proto.node.Inventory;
import io.flowobserver.proto.node.Loss;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.Readers;
import io.flowobserver.proto.node.ReadersOfKind;
import io.flowobserver.proto.node.Ring;
import io.flowobserver.proto.node.Source;
import io.flowobserver.proto.node.Unseen;
import io.flowobserver.proto.observer.ServerStatusResponse;
import org.junit.jupiter.api.Test;

class NodeSectionsTest {
    private static final long NOW = 1_700_000_000L;

    private static final NodeStatus FULL = NodeStatus.newBuilder()
            .setRing(Ring.newBuilder().setOldest(at(NOW - 192)))
            .addLosses(loss("PERF_EVENT_RING_BUFFER", 1_234).setLast(at(NOW - 5)))
            .addLosses(loss("OBSERVER_EVENTS_QUEUE", 2))
            .addLosses(loss("HUBBLE_RING_BUFFER", 3).setLast(at(NOW - 3_700)))
            .addLosses(loss("MALFORMED_EVENT", 0))
            .addLosses(loss("NEW_PLACE", 4))
            .addSources(Source.newBuilder()
                    .setName("bpf")
                    .setState("running")
                    .setEvents(12_345)
                    .setDevices(Devices.newBuilder()
                            .setObserved(3)
                            .setWaiting(1)
                            .addErrors("eth1: permission denied")
                            .addNotFirst("eth0: program 7 (guard) runs before the observer's at ingress")
                            .setNotChosen("lo, docker0 (not named by --interfaces)")))
            .addSources(Source.newBuilder()
                    .setName("replay:/x.pcap")
                    .setState("retrying")
                    .setRetries(2)
                    .setError("no\nsuch file"))
            .setInventory(Inventory.newBuilder()
                    .setFile("/etc/inventory.json")
                    .setRead(at(NOW - 90_000))
                    .setError("line 3: no JSON")
                    .setEndpoints(12)
                    .setPods(40)
                    .setServices(8)
                    .setIdentities(20))
            .setReaders(Readers.newBuilder()
                    .addKinds(ReadersOfKind.newBuilder()
                            .setKind("grpc")
                            .setOpen(2)
                            .setGreatestLag(1_500))
                    .addKinds(ReadersOfKind.newBuilder().setKind("http")))
            .setConnections(Connections.newBuilder().setOpenGrpc(3).setOpenCalls(4))
            .addCannotSee(Unseen.newBuilder().setWhat("dropped packets").setWhy("only packets that pass are seen"))
            .addCannotSee(Unseen.newBuilder()
                    .setWhat("names of pods")
                    .setWhy("there is no inventory")
                    .setRemedy("give --inventory=file:FILE"))
            .build();

    @Test
    void text_everySection_isForPeople() {
        StringBuilder out = new StringBuilder();
        new NodeSections(NOW * 1_000).appendText(out, FULL);
        assertThat(out.toString())
                .isEqualTo(
                        """
                        Oldest flow: 3m12s ago
                        Lost:
                          - 1,234 events in full rings of the kernel, last 5s ago (raise --perf-ring-pages, or observe fewer devices by --interfaces)
                          - 2 events at the full queue of a source (raise --source-queue-bytes)
                          - 3 flows that readers were too slow for, last 1h1m ago (raise --max-flows, or ask for less by filters)
                          - 4 events at NEW_PLACE
                        Devices:
                          - 3 observed
                          - 1 about to be observed
                          - not observed, tried again: eth1: permission denied
                          - behind another program: eth0: program 7 (guard) runs before the observer's at ingress
                          - not to be observed: lo, docker0 (not named by --interfaces)
                        Sources:
                          - bpf: running, 12,345 events
                          - replay:/x.pcap: retrying, 0 events, opened again 2 times; no\\nsuch file
                        Inventory:
                          - /etc/inventory.json, read 1d1h ago: 12 endpoints, 40 pods, 8 ports of services, 20 identities
                          - cannot be read again: line 3: no JSON
                        Readers: 2 by grpc, at most 1,500 flows behind
                        Connections: 3 by grpc, with 4 calls, this one included
                        Cannot see:
                          - dropped packets: only packets that pass are seen
                          - names of pods: there is no inventory (give --inventory=file:FILE)
                        """);
    }

    @Test
    void text_nothingToTell_saysSo() {
        StringBuilder out = new StringBuilder();
        new NodeSections(NOW * 1_000).appendText(out, NodeStatus.getDefaultInstance());
        assertThat(out.toString())
                .isEqualTo(
                        """
                        Oldest flow: none, because no flow was seen yet
                        Lost: nothing
                        Sources: none
                        Inventory: none, see --inventory
                        Readers: none
                        Connections: 0 by grpc, with 0 calls, this one included
                        """);
    }

    @Test
    void dict_everySection_isALine() {
        StringBuilder out = new StringBuilder();
        new NodeSections(NOW * 1_000).appendDict(out, FULL);
        assertThat(out.toString().lines())
                .hasSize(8)
                .startsWith("        OLDEST FLOW: 3m12s ago")
                .endsWith("         CANNOT SEE: dropped packets: only packets that pass are seen; "
                        + "names of pods: there is no inventory (give --inventory=file:FILE)");
    }

    @Test
    void text_clockBehind_saysThatItIsToCome() {
        StringBuilder out = new StringBuilder();
        new NodeSections((NOW - 200) * 1_000).appendText(out, FULL);
        assertThat(out.toString()).startsWith("Oldest flow: in 8s\n");
    }

    @Test
    void json_withNode_hasHubblesFieldsAndOneKeyMore() {
        var status = ServerStatusResponse.newBuilder().setNumFlows(5).setVersion("x");
        JsonObject both = json(status, true);
        assertThat(both.keySet()).containsExactly("num_flows", "version", "node_status");
        assertThat(both.getAsJsonObject("node_status")
                        .getAsJsonArray("losses")
                        .get(0)
                        .toString())
                .isEqualTo(
                        "{\"place\":\"PERF_EVENT_RING_BUFFER\",\"count\":\"1234\",\"last\":\"2023-11-14T22:13:15Z\"}");
        assertThat(json(status, false).keySet()).containsExactly("num_flows", "version");
        assertThat(json(ServerStatusResponse.newBuilder(), true).keySet()).containsExactly("node_status");
    }

    private static JsonObject json(ServerStatusResponse.Builder status, boolean node) {
        StringBuilder out = new StringBuilder();
        StatusJson.append(out, status.build(), node ? FULL : null);
        assertThat(out.toString()).endsWith("}\n").doesNotContain("}\n{");
        assertThat(out.toString().lines()).hasSize(1);
        return JsonParser.parseString(out.toString()).getAsJsonObject();
    }

    private static Loss.Builder loss(String place, long count) {
        return Loss.newBuilder().setPlace(place).setCount(count);
    }

    private static Timestamp at(long seconds) {
        return Timestamp.newBuilder().setSeconds(seconds).build();
    }
}
