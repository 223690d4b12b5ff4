// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Link;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The data about the node and its peers at one point in time. Immutable and thread-safe. Lookups allocate nothing.
 *
 * <p>An address is given as two halves, see {@link io.flowobserver.flow.row.FlowLayout}. An address of the form
 * {@code ::ffff:a.b.c.d} is the IPv4 address a.b.c.d.
 */
public final class Snapshot {
    private final Node node;
    private final AddressTable<AddressOwner> addresses;
    private final PrefixTable<AddressOwner> ranges;
    private final ClusterRanges cluster;
    private final Unlisted unlisted;
    private final NumberTable<Endpoint> identities;
    private final NumberTable<Service> services;
    private final NumberTable<Names> names;
    private final NumberTable<LocalEndpoint> endpoints;
    private final NumberTable<byte[]> encodedEndpoints;
    private final NumberTable<Link> links;
    private final NumberTable<CgroupPod> cgroups;
    private final List<LocalAddress> localAddresses;

    /** The order of the assignments matters: ranges need the identities, and addresses need identities and ranges. */
    Snapshot(Node node, SnapshotBuilder builder) {
        this.node = node;
        this.identities = builder.identities();
        this.cluster = builder.clusterRanges();
        this.unlisted = new Unlisted(cluster, identities);
        this.ranges = builder.ranges(this);
        this.services = new NumberTable<>();
        this.names = new NumberTable<>();
        this.addresses = builder.addresses(this, services, names);
        this.endpoints = builder.endpoints();
        this.encodedEndpoints = builder.encodedEndpoints();
        this.links = builder.links();
        this.cgroups = builder.cgroups();
        this.localAddresses = builder.localAddresses();
    }

    private Snapshot(Snapshot other, NumberTable<Link> links, Unlisted unlisted) {
        this.node = other.node;
        this.identities = other.identities;
        this.cluster = other.cluster;
        this.unlisted = unlisted;
        this.ranges = other.ranges;
        this.services = other.services;
        this.names = other.names;
        this.addresses = other.addresses;
        this.endpoints = other.endpoints;
        this.encodedEndpoints = other.encodedEndpoints;
        this.links = links;
        this.cgroups = other.cgroups;
        this.localAddresses = other.localAddresses;
    }

    /** Returns a snapshot without addresses. It contains only the reserved identities. */
    public static Snapshot empty(Node node) {
        return empty(node, ClusterRanges.EVERYTHING);
    }

    /** Returns a snapshot that knows nothing but the reserved identities, and what is outside the cluster. */
    public static Snapshot empty(Node node, ClusterRanges cluster) {
        return new SnapshotBuilder().reservedIdentities().cluster(cluster).build(node);
    }

    public Node node() {
        return node;
    }

    /** Returns the addresses of the local endpoints, without duplicates. */
    public List<LocalAddress> localAddresses() {
        return localAddresses;
    }

    /** Returns all pods that have an address or are on this node. */
    public Set<PodName> pods() {
        Set<PodName> pods = new HashSet<>();
        addresses.forEach(peer -> pods.add(peer.endpoint().pod()));
        endpoints.forEach((id, endpoint) -> pods.add(endpoint.pod()));
        pods.remove(PodName.NONE);
        return pods;
    }

    /** Returns how many endpoints are on this node. */
    public int endpointCount() {
        return endpoints.size();
    }

    /** Returns how many addresses have a port of a service; an address with two ports counts twice. */
    public int serviceCount() {
        return services.size();
    }

    /** Returns how many identities have labels, the reserved ones included. */
    public int identityCount() {
        return identities.size();
    }

    /** Returns how many addresses something is known of. */
    public int addressCount() {
        return addresses.size();
    }

    /** Returns how many ranges of more than one address have an identity. */
    public int rangeCount() {
        return ranges.size();
    }

    /** Returns the identities (unsigned) of addresses and ranges, not of local endpoints, whose labels are unknown. */
    public Set<Long> unlabelled() {
        Set<Long> unlabelled = new TreeSet<>();
        Consumer<AddressOwner> look = owner -> {
            if (owner.endpointId() == 0
                    && owner.identity() != 0
                    && identities.get(owner.identity() & 0xFFFFFFFFL) == null) {
                unlabelled.add(owner.identity() & 0xFFFFFFFFL);
            }
        };
        addresses.forEach(look);
        ranges.forEach(look);
        return unlabelled;
    }

    /** Passes on what is known of each address: its endpoint, or only its identity. One endpoint may come often. */
    public void forEachEndpoint(Consumer<Endpoint> action) {
        addresses.forEach(owner -> action.accept(owner.endpoint()));
        identities.forEach((identity, endpoint) -> action.accept(endpoint));
    }

    /** Passes on each service, once for each of its addresses and ports. */
    public void forEachService(Consumer<Service> action) {
        services.forEach((address, service) -> action.accept(service));
    }

    /** Returns the local endpoint with this id, or null. */
    public @Nullable LocalEndpoint endpoint(int id) {
        return endpoints.get(id);
    }

    /**
     * Returns the body of {@code flow.Endpoint} for a local endpoint, with all attributes except workloads, or null if
     * the id is unknown. Callers must not change the array.
     */
    public byte @Nullable [] encodedEndpoint(int id) {
        return encodedEndpoints.get(id);
    }

    /** Returns the network interface with this index (unsigned), or null. */
    public @Nullable Link link(int index) {
        return links.get(index & 0xFFFFFFFFL);
    }

    /**
     * Returns a copy that also has the given interface names. A name that this snapshot already has is not replaced.
     */
    public Snapshot withDevices(Map<Integer, Link> devices) {
        if (devices.isEmpty()) {
            return this;
        }
        NumberTable<Link> all = new NumberTable<>();
        devices.forEach((index, link) -> all.put(index & 0xFFFFFFFFL, link));
        links.forEach(all::put);
        return new Snapshot(this, all, unlisted);
    }

    /**
     * Returns a copy in which the node has the given addresses, unless the inventory says that somebody else has them.
     * It shares everything else with this one.
     */
    public Snapshot withNode(NodeAddresses node) {
        return new Snapshot(this, links, new Unlisted(cluster, identities, node, addresses));
    }

    /** Returns the pod of the cgroup with this id (unsigned), or null. */
    public @Nullable CgroupPod cgroup(long id) {
        return cgroups.get(id);
    }

    /**
     * Returns the owner of the address. If the inventory does not list it, this is the node itself, else the narrowest
     * range that contains the address, else the world outside or {@link #unknown}.
     */
    public AddressOwner peer(long high, long low) {
        AddressOwner peer = addresses.get(high, low);
        if (peer != null && !peer.has(AddressOwner.UNCLAIMED)) {
            return peer;
        }
        AddressOwner own = unlisted.own(high, low);
        if (own != null) {
            return own;
        }
        return peer == null ? range(high, low) : peer;
    }

    /** Returns the narrowest range that contains the address, else the world outside or {@link #unknown}. */
    AddressOwner range(long high, long low) {
        AddressOwner range = ranges.longest(high, low);
        return range == null ? unlisted.elsewhere(high, low) : range;
    }

    /**
     * Returns the narrowest range that contains an IPv6 address of the form {@code ::ffff:a.b.c.d}, or
     * {@link #unknown}. There is never more data about such an address.
     */
    public AddressOwner ipv6Range(long high, long low) {
        AddressOwner range = ranges.longestIpv6(high, low);
        return range == null ? unknown() : range;
    }

    /** Returns the owner for a packet without addresses. */
    public AddressOwner unknown() {
        return unlisted.unknown();
    }

    /** Returns the attributes of a peer if only its identity is known. */
    public Endpoint identity(int identity) {
        Endpoint endpoint = identities.get(identity & 0xFFFFFFFFL);
        return endpoint == null ? Endpoint.UNKNOWN : endpoint;
    }

    /** Returns the service on a port of the address, or null. */
    public @Nullable Service service(AddressOwner peer, int port) {
        return services.get(serviceKey(peer.index(), port));
    }

    /** Returns the DNS names of the address that a local endpoint resolved, or null. */
    public @Nullable Names names(AddressOwner peer, int endpointId) {
        return names.get(namesKey(peer.index(), endpointId));
    }

    static long serviceKey(int index, int port) {
        return (long) index << 16 | port;
    }

    static long namesKey(int index, int endpointId) {
        return (long) index << 32 | (endpointId & 0xFFFFFFFFL);
    }
}
