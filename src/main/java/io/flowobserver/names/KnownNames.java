// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.names;

import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.filter.predicate.FlowSide;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.entity.Workload;
import io.flowobserver.flow.row.FlowView;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names that are known at one moment, each once. For one thread. */
final class KnownNames {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<QualifiedName> pods = new HashSet<>();
    private final Set<QualifiedName> podFamilies = new HashSet<>();
    private final Set<QualifiedName> services = new HashSet<>();
    private final Set<String> namespaces = new HashSet<>();
    private final Set<List<String>> labels = new HashSet<>();

    /** Adds all that a snapshot knows, unless there is no time left. */
    void add(Snapshot snapshot, TimeLimit limit) {
        snapshot.forEachEndpoint(endpoint -> {
            if (!limit.isOver()) {
                add(endpoint);
            }
        });
        snapshot.forEachService(service -> {
            if (!limit.isOver()) {
                add(service);
            }
        });
    }

    /** Adds what the two sides of a flow are called. */
    void add(FlowView flow) {
        for (FlowSide side : FlowSide.values()) {
            add(side.endpoint(flow));
            add(side.service(flow));
        }
    }

    Set<QualifiedName> pods() {
        return pods;
    }

    /** The names of pods, of each workload once: what its pods' names begin with. */
    Set<QualifiedName> podFamilies() {
        return podFamilies;
    }

    Set<QualifiedName> services() {
        return services;
    }

    /** The namespaces of pods. */
    Set<String> namespaces() {
        return namespaces;
    }

    /** The labels that occur together, of the form {@code source:key=value}. */
    Set<List<String>> labels() {
        return labels;
    }

    private void add(@Nullable Endpoint endpoint) {
        if (endpoint == null || !seen.add(endpoint)) {
            return;
        }
        labels.add(endpoint.labels());
        if (!endpoint.namespace().isEmpty()) {
            namespaces.add(endpoint.namespace());
        }
        if (!endpoint.podName().isEmpty()) {
            pods.add(new QualifiedName(endpoint.namespace(), endpoint.podName()));
            podFamilies.add(new QualifiedName(endpoint.namespace(), family(endpoint)));
        }
    }

    private void add(@Nullable Service service) {
        if (service != null && seen.add(service)) {
            services.add(new QualifiedName(service.namespace(), service.name()));
        }
    }

    private static String family(Endpoint endpoint) {
        for (Workload workload : endpoint.workloads()) {
            if (!workload.name().isEmpty() && endpoint.podName().startsWith(workload.name())) {
                return workload.name();
            }
        }
        return endpoint.podName();
    }
}
