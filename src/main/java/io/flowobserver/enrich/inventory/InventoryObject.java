// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import java.util.List;
import java.util.stream.Stream;

/**
 * The kinds of objects in an inventory document, and the keys that each may have. The reader refuses all others. The
 * JSON Schema in {@code docs} has the same keys, which a test holds.
 */
enum InventoryObject {
    DOCUMENT(
            List.of(
                    "cluster_name",
                    "node_name",
                    "node_labels",
                    "emitter_name",
                    "emitter_version",
                    "endpoints",
                    "ipcache",
                    "identities",
                    "services",
                    "dns_names",
                    "links",
                    "cgroups"),
            List.of("$schema", "description", "perf_event_byte_order", "default_ip_tracing_option_type")),
    ENDPOINT(
            List.of(
                    "id",
                    "identity",
                    "ips",
                    "namespace",
                    "pod_name",
                    "labels",
                    "workloads",
                    "pod",
                    "policies",
                    "policy_revision"),
            List.of()),
    WORKLOAD(List.of("name", "kind"), List.of()),
    POD(List.of("generate_name", "labels", "owner_references"), List.of("name", "namespace")),
    OWNER_REFERENCE(List.of("kind", "name", "controller"), List.of()),
    POLICY(
            List.of("direction", "remote_identity", "proto", "port", "port_prefix_len", "deny", "rules", "log"),
            List.of()),
    RANGE(List.of("prefix", "identity", "namespace", "pod_name"), List.of()),
    IDENTITY(List.of("id", "labels"), List.of()),
    SERVICE(List.of("ip", "port", "namespace", "name"), List.of()),
    DNS_NAMES(List.of("endpoint_id", "ip", "names"), List.of()),
    LINK(List.of("ifindex", "name"), List.of()),
    CGROUP(List.of("cgroup_id", "namespace", "pod_name", "ips"), List.of());

    private final List<String> keys;

    /** @param notes keys whose values mean nothing to the observer; they are for those who read or write the file */
    InventoryObject(List<String> used, List<String> notes) {
        this.keys = Stream.concat(used.stream(), notes.stream()).toList();
    }

    /** Returns all keys that such an object may have. */
    List<String> keys() {
        return keys;
    }
}
