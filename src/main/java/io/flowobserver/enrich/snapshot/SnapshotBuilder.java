// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Link;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.text.FlowText;
import io.flowobserver.flow.text.Prefix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects data and builds a {@link Snapshot}. If two values contradict each other, the later one is used. Only the
 * thread that reads the inventory uses a builder.
 */
public final class SnapshotBuilder {
    /** The last of the reserved identities that a packet can have: {@code world-ipv6}. */
    private static final int LAST_OF_PACKETS = 10;

    /** Those that stand for the world: {@code world}, {@code world-ipv4} and {@code world-ipv6}. */
    private static final Set<Integer> WORLDS = Set.of(2, 9, 10);

    private final Map<Integer, List<String>> identityLabels = new HashMap<>();
    private final Map<Integer, LocalEndpoint> endpointsById = new LinkedHashMap<>();
    private final Map<Prefix, Integer> prefixes = new HashMap<>();
    private final Map<Prefix, AddressFacts> facts = new LinkedHashMap<>();
    private final NumberTable<Link> links = new NumberTable<>();
    private final NumberTable<CgroupPod> cgroups = new NumberTable<>();
    private ClusterRanges cluster = ClusterRanges.EVERYTHING;

    /** Adds a local endpoint. The snapshot finds it by its id and by each of its addresses. */
    public SnapshotBuilder endpoint(LocalEndpoint endpoint) {
        endpointsById.put(endpoint.id(), endpoint);
        for (Prefix address : endpoint.addresses()) {
            facts(address).endpoint = endpoint;
        }
        return this;
    }

    /** Sets the identity of an address range. The pod is used only if the range is a single address. */
    public SnapshotBuilder range(Prefix prefix, int identity, PodName pod) {
        if (prefix.isAddress()) {
            facts(prefix).identify(identity, pod);
        } else {
            prefixes.put(prefix, identity);
        }
        return this;
    }

    /** Sets the labels of an identity (unsigned). */
    public SnapshotBuilder identity(int identity, List<String> labels) {
        identityLabels.put(identity, List.copyOf(labels));
        return this;
    }

    /**
     * Adds the identities that are the same in every cluster. Those that stand for several others are left out: they
     * are keys of policy maps, and no packet has them. An inventory may name them all the same.
     */
    public SnapshotBuilder reservedIdentities() {
        for (int i = 0; i <= LAST_OF_PACKETS; i++) {
            identity(i, List.of("reserved:" + FlowText.RESERVED_IDENTITIES.get(i)));
        }
        return this;
    }

    /** Adds the address and port of a service, for any protocol. */
    public SnapshotBuilder service(Prefix address, int port, Service service) {
        facts(address).services.put(port, service);
        return this;
    }

    /** Adds the DNS names of an address that one local endpoint resolved. */
    public SnapshotBuilder names(int endpointId, Prefix address, Names names) {
        facts(address).names.put(endpointId, names);
        return this;
    }

    /** Adds a network interface. The index is unsigned. */
    public SnapshotBuilder link(int index, Link link) {
        links.put(index & 0xFFFFFFFFL, link);
        return this;
    }

    /** Adds the pod of a cgroup. The id is unsigned. */
    public SnapshotBuilder cgroup(long id, CgroupPod pod) {
        cgroups.put(id, pod);
        return this;
    }

    /** Sets which addresses are the world without an entry. If a range is said to be the world, only such ranges are. */
    public SnapshotBuilder cluster(ClusterRanges cluster) {
        this.cluster = cluster;
        return this;
    }

    /** Returns the snapshot. Do not use the builder afterwards. */
    public Snapshot build(Node node) {
        return new Snapshot(node, this);
    }

    ClusterRanges clusterRanges() {
        return Collections.disjoint(prefixes.values(), WORLDS) ? cluster : ClusterRanges.EVERYTHING;
    }

    NumberTable<Endpoint> identities() {
        NumberTable<Endpoint> identities = new NumberTable<>();
        identityLabels.forEach((identity, labels) -> {
            List<String> shown = Labels.shown(labels, Labels.isLocalScope(identity));
            Endpoint endpoint = new Endpoint(PodName.NONE, Labels.cluster(labels), shown, List.of());
            identities.put(identity & 0xFFFFFFFFL, endpoint);
        });
        return identities;
    }

    PrefixTable<AddressOwner> ranges(Snapshot snapshot) {
        Map<Prefix, AddressOwner> ranges = new HashMap<>();
        prefixes.forEach(
                (prefix, identity) -> ranges.put(prefix, AddressOwner.range(identity, snapshot.identity(identity))));
        return new PrefixTable<>(ranges);
    }

    AddressTable<AddressOwner> addresses(Snapshot snapshot, NumberTable<Service> services, NumberTable<Names> names) {
        AddressTable<AddressOwner> addresses = new AddressTable<>();
        IdentityHashMap<LocalEndpoint, AddressOwner> locals = new IdentityHashMap<>();
        facts.forEach((address, known) -> {
            int index = addresses.size();
            addresses.put(address.high(), address.low(), known.peer(index, address, snapshot, locals));
            known.services.forEach((port, service) -> services.put(Snapshot.serviceKey(index, port), service));
            known.names.forEach((endpoint, seen) -> names.put(Snapshot.namesKey(index, endpoint), seen));
        });
        return addresses;
    }

    NumberTable<LocalEndpoint> endpoints() {
        NumberTable<LocalEndpoint> endpoints = new NumberTable<>();
        endpointsById.forEach(endpoints::put);
        return endpoints;
    }

    NumberTable<byte[]> encodedEndpoints() {
        NumberTable<byte[]> encoded = new NumberTable<>();
        endpointsById.forEach((id, endpoint) -> {
            List<String> labels = Labels.shown(endpoint.labels(), Labels.isLocalScope(endpoint.identity()));
            String cluster = Labels.cluster(endpoint.labels());
            Endpoint shown = new Endpoint(endpoint.pod(), cluster, labels, List.of());
            encoded.put(id, shown.encoded(id, endpoint.identity()));
        });
        return encoded;
    }

    NumberTable<Link> links() {
        return links;
    }

    NumberTable<CgroupPod> cgroups() {
        return cgroups;
    }

    List<LocalAddress> localAddresses() {
        List<LocalAddress> addresses = new ArrayList<>();
        facts.forEach((address, known) -> {
            LocalEndpoint endpoint = known.endpoint;
            if (endpoint != null) {
                addresses.add(new LocalAddress(address.high(), address.low(), endpoint.id(), endpoint.identity()));
            }
        });
        return List.copyOf(addresses);
    }

    private AddressFacts facts(Prefix address) {
        if (!address.isAddress()) {
            throw new IllegalArgumentException("not one address: prefix=" + address);
        }
        return facts.computeIfAbsent(address, unused -> new AddressFacts());
    }
}
