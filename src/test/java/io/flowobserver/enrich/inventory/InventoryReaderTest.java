// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowobserver.enrich.Rows;
import io.flowobserver.enrich.VectorInventory;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Workload;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryReaderTest {
    @Test
    void read_world_saysWhatTheNodeIsCalled() throws InventoryException {
        List<NodeFacts> facts = new ArrayList<>();
        InventoryFile.read("world.json", new StringReader(VectorInventory.text()), node -> {
            facts.add(node);
            return Rows.NODE;
        });
        assertThat(facts)
                .containsExactly(new NodeFacts(
                        "cluster-a",
                        "node-1",
                        List.of(
                                "kubernetes.io/arch=amd64",
                                "kubernetes.io/hostname=node-1",
                                "topology.kubernetes.io/zone=zone-a"),
                        "Hubble",
                        "1.19.0-dev"));
    }

    @Test
    void read_emptyObject_isAnEmptyInventory() throws InventoryException {
        Snapshot snapshot = read("{}");
        assertThat(snapshot.localAddresses()).isEmpty();
        assertThat(snapshot.identity(0).labels()).isEmpty();
    }

    @Test
    void read_nullsAndNotes_arePassedOver() throws InventoryException {
        Snapshot snapshot = read(
                """
                {"description": {"a": [1, {"b": null}]}, "links": null, "cluster_name": null,
                 "endpoints": [{"id": 1, "ips": ["10.0.0.1"], "pod": null, "policies": [{"direction": "egress", "log": []}], "labels": null}]}
                """);
        assertThat(snapshot.endpoint(1).labels()).isEmpty();
    }

    @Test
    void read_workloadsGiven_winOverThePod() throws InventoryException {
        String pod = "\"pod\": {\"generate_name\": \"a-\", \"owner_references\": "
                + "[{\"kind\": \"DaemonSet\", \"name\": \"a\", \"controller\": true}]}";
        Snapshot snapshot = read("{\"endpoints\": [{\"id\": 1, " + pod + "}, {\"id\": 2, " + pod
                + ", \"workloads\": [{\"name\": \"b\", \"kind\": \"Given\"}]}, {\"id\": 3, \"workloads\": [], " + pod
                + "}]}");
        assertThat(snapshot.endpoint(1).workloads()).containsExactly(new Workload("a", "DaemonSet"));
        assertThat(snapshot.endpoint(2).workloads()).containsExactly(new Workload("b", "Given"));
        assertThat(snapshot.endpoint(3).workloads()).isEmpty();
    }

    /** The world gives both; each must follow from the other. */
    @Test
    void read_worldWithoutWorkloads_derivesTheSame() throws InventoryException {
        Snapshot derived =
                read(VectorInventory.text().replaceAll("\"workloads\":\\s*\\[[^\\]]*\\]", "\"workloads\": null"));
        assertThat(derived.endpoint(1234).workloads()).isNotEmpty();
        Snapshot given = VectorInventory.snapshot();
        for (int id = 0; id <= 0xFFFF; id++) {
            assertThat(derived.endpoint(id)).isEqualTo(given.endpoint(id));
        }
    }

    @Test
    void read_dnsNames_loseOneTrailingDot() throws InventoryException {
        Snapshot snapshot =
                read("{\"dns_names\": [{\"endpoint_id\": 7, \"ip\": \"10.0.0.1\", \"names\": [\"a.b.\"]}]}");
        var address = Rows.address("10.0.0.1");
        assertThat(snapshot.names(snapshot.peer(address.high(), address.low()), 7)
                        .names())
                .containsExactly("a.b");
    }

    @Test
    void read_numbersAsTexts_areTheSame() throws InventoryException {
        Snapshot snapshot = read("{\"cgroups\": [{\"cgroup_id\": 7, \"pod_name\": \"a\"}, {\"cgroup_id\": \"8\"}]}");
        assertThat(snapshot.cgroup(7)).isNotNull();
        assertThat(snapshot.cgroup(8)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | must be an object",
                "'' | line 1, column 1: ends too early",
                "{ | line 1, column 2: ends too early",
                "{'a': 1} | line 1, column 3: not valid JSON, or nested too deep",
                "{\"node_name\": \"\\u00zz\"} | line 1, column 18: not valid JSON, or nested too deep",
                "{} x | line 1, column 5: not valid JSON, or nested too deep",
                "{} {} | line 1, column 5: not valid JSON, or nested too deep",
                "{\"links\": {}} | links: must be a list",
                "{\"cgroups\": [{\"cgroup_id\": 1, \"ip\": []}]} | cgroups[0].ip: unknown key, did you mean \"ips\"? Use cgroup_id, namespace, pod_name or ips",
                "{\"links\": [{\"q\": null}]} | links[0].q: unknown key, use ifindex or name",
                "{\"endpoints\": [{\"id\": 1, \"pod\": {\"owner_references\": [{\"knd\": \"a\"}]}}]} | endpoints[0].pod.owner_references[0].knd: unknown key, did you mean \"kind\"? Use kind, name or controller",
                "{\"links\": [1]} | links[0]: must be an object",
                "{\"cluster_name\": 7} | cluster_name: must be a string",
                "{\"node_labels\": [\"a\", null]} | node_labels[1]: must be a string",
                "{\"endpoints\": [{}]} | endpoints[0]: field \"id\" is missing",
                "{\"endpoints\": [{\"id\": 0}]} | endpoints[0].id: \"0\" is not a whole number from 1 to 65535",
                "{\"endpoints\": [{\"id\": 65536}]} | endpoints[0].id: \"65536\" is not a whole number from 1 to 65535",
                "{\"endpoints\": [{\"id\": 1.0}]} | endpoints[0].id: \"1.0\" is not a whole number from 1 to 65535",
                "{\"endpoints\": [{\"id\": true}]} | endpoints[0].id: must be a number",
                "{\"endpoints\": [{\"id\": 1}, {\"id\": 1}]} | endpoints[1]: id 1 is used twice",
                "{\"endpoints\": [{\"id\": 1, \"ips\": [\"::\", \"10.0.0\"]}]} | endpoints[0].ips[1]: \"10.0.0\" is not an IP address",
                "{\"endpoints\": [{\"id\": 1, \"ips\": [\"::1\"]}, {\"id\": 2, \"ips\": [\"::1\"]}]} | endpoints[1]: address ::1 belongs to endpoint 1 already",
                "{\"endpoints\": [{\"id\": 1, \"pod\": {\"owner_references\": [{\"controller\": 1}]}}]} | endpoints[0].pod.owner_references[0].controller: must be true or false",
                "{\"ipcache\": [{\"identity\": 1}]} | ipcache[0]: field \"prefix\" is missing",
                "{\"ipcache\": [{\"prefix\": \"10.0.0.0/33\"}]} | ipcache[0].prefix: \"10.0.0.0/33\" is not an IP address or prefix",
                "{\"ipcache\": [{\"prefix\": \"::\", \"identity\": 4294967296}]} | ipcache[0].identity: \"4294967296\" is not a whole number from 0 to 4294967295",
                "{\"identities\": [{\"labels\": []}]} | identities[0]: field \"id\" is missing",
                "{\"services\": [{\"ip\": \"::\"}]} | services[0]: field \"name\" is missing",
                "{\"services\": [{\"port\": -1}]} | services[0].port: \"-1\" is not a whole number from 0 to 65535",
                "{\"dns_names\": [{\"ip\": \"::\"}]} | dns_names[0]: field \"endpoint_id\" is missing",
                "{\"links\": [{\"ifindex\": 0}]} | links[0].ifindex: \"0\" is not a whole number from 1 to 4294967295",
                "{\"cgroups\": [{\"cgroup_id\": \"18446744073709551616\"}]} | cgroups[0].cgroup_id: \"18446744073709551616\" is not a whole number from 0 to 18446744073709551615"
            })
    void read_badInput_isOneLineThatNamesThePlace(String document, String problem) {
        assertThat(failure(document)).isEqualTo("inventory bad.json: " + problem);
    }

    @Test
    void read_hostileText_isQuotedShortAndPrintable() {
        String message = failure("{\"ipcache\": [{\"prefix\": \"\\u001b[2J\\n" + "x".repeat(1000) + "\"}]}");
        assertThat(message)
                .startsWith("inventory bad.json: ipcache[0].prefix: \"?[2J?xxx")
                .contains("xxx...\" is not");
        assertThat(message.length()).isLessThan(160);
    }

    @Test
    void read_deepNesting_isRefused() {
        String message = failure("{\"description\": " + "[".repeat(100_000));
        assertThat(message).contains("nested too deep").doesNotContain("\n");
    }

    private static Snapshot read(String document) throws InventoryException {
        return InventoryFile.read("good.json", new StringReader(document), facts -> Rows.NODE);
    }

    private static String failure(String document) {
        return catchThrowableOfType(
                        InventoryException.class,
                        () -> InventoryFile.read("bad.json", new StringReader(document), facts -> Rows.NODE))
                .getMessage();
    }
}
