// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.text.Prefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data about one address that a builder has collected. */
final class AddressFacts {
    final Map<Integer, Service> services = new HashMap<>();
    final Map<Integer, Names> names = new HashMap<>();

    @Nullable
    LocalEndpoint endpoint;

    private @Nullable Integer identity;
    private PodName pod = PodName.NONE;

    void identify(int identity, PodName pod) {
        this.identity = identity;
        this.pod = pod;
    }

    /**
     * Returns the owner of this address.
     *
     * @param locals owners that were already created for local endpoints, so that all addresses of an endpoint share
     *     its attributes
     */
    AddressOwner peer(int index, Prefix address, Snapshot snapshot, Map<LocalEndpoint, AddressOwner> locals) {
        int traits =
                (services.isEmpty() ? 0 : AddressOwner.HAS_SERVICES) | (names.isEmpty() ? 0 : AddressOwner.HAS_NAMES);
        if (endpoint != null) {
            AddressOwner first = locals.computeIfAbsent(endpoint, AddressFacts::local);
            return new AddressOwner(
                    index, first.endpointId(), first.identity(), first.endpoint(), first.reduced(), pod, traits);
        }
        if (identity == null) {
            AddressOwner range = snapshot.range(address.high(), address.low());
            Endpoint shared = range.endpoint();
            return new AddressOwner(index, 0, range.identity(), shared, shared, pod, traits | AddressOwner.UNCLAIMED);
        }
        int known = identity;
        Endpoint bare = snapshot.identity(known);
        if (pod.equals(PodName.NONE)) {
            return new AddressOwner(index, 0, known, bare, bare, pod, traits);
        }
        Endpoint shown = new Endpoint(pod, bare.clusterName(), bare.labels(), List.of());
        return new AddressOwner(index, 0, known, shown, shown, pod, traits | AddressOwner.HAS_POD);
    }

    private static AddressOwner local(LocalEndpoint endpoint) {
        String cluster = Labels.cluster(endpoint.labels());
        List<String> all = Labels.shown(endpoint.labels(), false);
        List<String> reduced = Labels.shown(endpoint.labels(), true);
        Endpoint whole = new Endpoint(endpoint.pod(), cluster, all, endpoint.workloads());
        Endpoint narrow =
                all.equals(reduced) ? whole : new Endpoint(endpoint.pod(), cluster, reduced, endpoint.workloads());
        return new AddressOwner(-1, endpoint.id(), endpoint.identity(), whole, narrow, PodName.NONE, 0);
    }
}
