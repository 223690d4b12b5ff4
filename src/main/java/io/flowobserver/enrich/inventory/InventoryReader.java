// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import io.flowobserver.enrich.snapshot.CgroupPod;
import io.flowobserver.enrich.snapshot.LocalEndpoint;
import io.flowobserver.enrich.snapshot.PolicyEntry;
import io.flowobserver.enrich.snapshot.PolicyTable;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.flow.entity.Link;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.entity.Workload;
import io.flowobserver.flow.text.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one inventory document into a builder. Unknown keys are refused, and a missing list is empty. */
final class InventoryReader {
    private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;
    private static final long MAX_UNSIGNED_SHORT = 0xFFFF;

    private final JsonCursor in;
    private final SnapshotBuilder builder = new SnapshotBuilder();
    private final Set<Integer> endpointIds = new HashSet<>();
    private final Map<Prefix, Integer> owners = new HashMap<>();

    InventoryReader(JsonCursor in) {
        this.in = in;
    }

    /** Reads the whole document and returns the data about the node. */
    NodeFacts read() throws IOException {
        String cluster = "";
        String name = "";
        List<String> labels = List.of();
        String emitter = "";
        String version = "";
        in.beginObject();
        while (in.hasField(InventoryObject.DOCUMENT)) {
            switch (in.field()) {
                case "cluster_name" -> cluster = in.text();
                case "node_name" -> name = in.text();
                case "node_labels" -> labels = in.texts();
                case "emitter_name" -> emitter = in.text();
                case "emitter_version" -> version = in.text();
                default -> list(in.field());
            }
        }
        in.end();
        return new NodeFacts(cluster, name, labels, emitter, version);
    }

    SnapshotBuilder builder() {
        return builder;
    }

    private void list(String name) throws IOException {
        switch (name) {
            case "endpoints" -> each(this::endpoint);
            case "ipcache" -> each(this::range);
            case "identities" -> each(this::identity);
            case "services" -> each(this::service);
            case "dns_names" -> each(this::names);
            case "links" -> each(this::link);
            case "cgroups" -> each(this::cgroup);
            default -> in.skip();
        }
    }

    private void each(Element element) throws IOException {
        in.beginList();
        while (in.hasElement()) {
            in.beginObject();
            element.read();
        }
    }

    private void endpoint() throws IOException {
        int id = 0;
        int identity = 0;
        List<Prefix> addresses = List.of();
        String namespace = "";
        String podName = "";
        List<String> labels = List.of();
        List<Workload> derived = List.of();
        List<Workload> workloads = null;
        List<PolicyEntry> policies = List.of();
        long revision = 0;
        while (in.hasField(InventoryObject.ENDPOINT)) {
            switch (in.field()) {
                case "id" -> id = endpointId();
                case "identity" -> identity = unsignedInt();
                case "ips" -> addresses = addresses();
                case "namespace" -> namespace = in.text();
                case "pod_name" -> podName = in.text();
                case "labels" -> labels = in.texts();
                case "pod" -> derived = new PodReader(in).read().workloads();
                case "workloads" -> workloads = workloads();
                case "policies" -> policies = new PolicyReader(in).read();
                case "policy_revision" -> revision = in.number(0, -1L);
                default -> in.skip();
            }
        }
        require(id != 0, "id");
        if (!endpointIds.add(id)) {
            throw in.problem("id " + id + " is used twice");
        }
        for (Prefix address : addresses) {
            Integer other = owners.put(address, id);
            if (other != null && other != id) {
                throw in.problem("address " + address + " belongs to endpoint " + other + " already");
            }
        }
        builder.endpoint(new LocalEndpoint(
                id,
                identity,
                addresses,
                pod(namespace, podName),
                labels,
                workloads == null ? derived : workloads,
                new PolicyTable(policies, revision)));
    }

    private void range() throws IOException {
        Prefix prefix = null;
        int identity = 0;
        String namespace = "";
        String podName = "";
        while (in.hasField(InventoryObject.RANGE)) {
            switch (in.field()) {
                case "prefix" -> prefix = in.prefix();
                case "identity" -> identity = unsignedInt();
                case "namespace" -> namespace = in.text();
                case "pod_name" -> podName = in.text();
                default -> in.skip();
            }
        }
        builder.range(given(prefix, "prefix"), identity, pod(namespace, podName));
    }

    private void identity() throws IOException {
        Integer id = null;
        List<String> labels = List.of();
        while (in.hasField(InventoryObject.IDENTITY)) {
            switch (in.field()) {
                case "id" -> id = unsignedInt();
                case "labels" -> labels = in.texts();
                default -> in.skip();
            }
        }
        builder.identity(given(id, "id"), labels);
    }

    private void service() throws IOException {
        Prefix address = null;
        int port = 0;
        String namespace = "";
        String name = null;
        while (in.hasField(InventoryObject.SERVICE)) {
            switch (in.field()) {
                case "ip" -> address = in.address();
                case "port" -> port = (int) in.number(0, MAX_UNSIGNED_SHORT);
                case "namespace" -> namespace = in.text();
                case "name" -> name = in.text();
                default -> in.skip();
            }
        }
        builder.service(given(address, "ip"), port, new Service(namespace, given(name, "name")));
    }

    private void names() throws IOException {
        Integer endpointId = null;
        Prefix address = null;
        List<String> names = List.of();
        while (in.hasField(InventoryObject.DNS_NAMES)) {
            switch (in.field()) {
                case "endpoint_id" -> endpointId = endpointId();
                case "ip" -> address = in.address();
                case "names" -> names = in.texts();
                default -> in.skip();
            }
        }
        List<String> undotted = names.stream()
                .map(name -> name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
                .toList();
        builder.names(given(endpointId, "endpoint_id"), given(address, "ip"), new Names(undotted));
    }

    private void link() throws IOException {
        Integer index = null;
        String name = "";
        while (in.hasField(InventoryObject.LINK)) {
            switch (in.field()) {
                case "ifindex" -> index = (int) in.number(1, MAX_UNSIGNED_INT);
                case "name" -> name = in.text();
                default -> in.skip();
            }
        }
        builder.link(given(index, "ifindex"), new Link(name));
    }

    private void cgroup() throws IOException {
        Long id = null;
        List<String> addresses = List.of();
        while (in.hasField(InventoryObject.CGROUP)) {
            switch (in.field()) {
                case "cgroup_id" -> id = in.number(0, -1L);
                case "namespace", "pod_name" -> in.text(); // for whoever reads the file
                case "ips" -> addresses = in.texts();
                default -> in.skip();
            }
        }
        builder.cgroup(given(id, "cgroup_id"), new CgroupPod(addresses));
    }

    private List<Prefix> addresses() throws IOException {
        List<Prefix> addresses = new ArrayList<>();
        in.beginList();
        while (in.hasElement()) {
            addresses.add(in.address());
        }
        return addresses;
    }

    private List<Workload> workloads() throws IOException {
        List<Workload> workloads = new ArrayList<>();
        each(() -> {
            String name = "";
            String kind = "";
            while (in.hasField(InventoryObject.WORKLOAD)) {
                switch (in.field()) {
                    case "name" -> name = in.text();
                    case "kind" -> kind = in.text();
                    default -> in.skip();
                }
            }
            workloads.add(new Workload(name, kind));
        });
        return workloads;
    }

    private int endpointId() throws IOException {
        return (int) in.number(1, MAX_UNSIGNED_SHORT);
    }

    private int unsignedInt() throws IOException {
        return (int) in.number(0, MAX_UNSIGNED_INT);
    }

    private <T> T given(@Nullable T value, String field) throws InventoryException {
        require(value != null, field);
        return value;
    }

    private void require(boolean given, String field) throws InventoryException {
        if (!given) {
            throw in.problem("field \"" + field + "\" is missing");
        }
    }

    private static PodName pod(String namespace, String name) {
        return namespace.isEmpty() && name.isEmpty() ? PodName.NONE : new PodName(namespace, name);
    }

    /** Reads the fields of one list element. */
    private interface Element {
        void read() throws IOException;
    }
}
