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
import org.jspecify.annotations.Nullable;

/**
 * What is known of the node and its peers at one moment. Immutable, so any thread may read it for as long as it likes;
 * no look-up allocates.
 *
 * <p>Addresses are given by their halves, see {@link io.flowobserver.flow.row.FlowLayout}: one in the form
 * {@code ::ffff:a.b.c.d} is the IPv4 address a.b.c.d.
 */
public final class Snapshot {
    private final Node node;
    private final AddressTable<AddressOwner> addresses;
    private final PrefixTable<AddressOwner> ranges;
    private final AddressOwner unknown;
    private final NumberTable<Endpoint> identities;
    private final NumberTable<Service> services;
    private final NumberTable<Names> names;
    private final NumberTable<LocalEndpoint> endpoints;
    private final NumberTable<byte[]> encodedEndpoints;
    private final NumberTable<Link> links;
    private final NumberTable<CgroupPod> cgroups;
    private final List<LocalAddress> localAddresses;

    /** The order counts: peers show what their identities mean, and addresses fall into ranges. */
    Snapshot(Node node, SnapshotBuilder builder) {
        this.node = node;
        this.identities = builder.identities();
        this.unknown = AddressOwner.range(0, identity(0));
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

    private Snapshot(Snapshot other, NumberTable<Link> links) {
        this.node = other.node;
        this.identities = other.identities;
        this.unknown = other.unknown;
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

    /** Knows no address, only what the reserved identities mean. */
    public static Snapshot empty(Node node) {
        return new SnapshotBuilder().reservedIdentities().build(node);
    }

    public Node node() {
        return node;
    }

    /** Addresses of the endpoints on this node, each once. */
    public List<LocalAddress> localAddresses() {
        return localAddresses;
    }

    /** All pods that have an address or are on this node. */
    public Set<PodName> pods() {
        Set<PodName> pods = new HashSet<>();
        addresses.forEach(peer -> pods.add(peer.endpoint().pod()));
        endpoints.forEach((id, endpoint) -> pods.add(endpoint.pod()));
        pods.remove(PodName.NONE);
        return pods;
    }

    /** The endpoint on this node with this id, or null. */
    public @Nullable LocalEndpoint endpoint(int id) {
        return endpoints.get(id);
    }

    /**
     * Body of the {@code flow.Endpoint} with all that is known of an endpoint on this node but its workloads, or null
     * if it is not known. Callers must not change it.
     */
    public byte @Nullable [] encodedEndpoint(int id) {
        return encodedEndpoints.get(id);
    }

    /** The interface with this index (unsigned), or null. */
    public @Nullable Link link(int index) {
        return links.get(index & 0xFFFFFFFFL);
    }

    /** The same, with names for interfaces that it does not know itself. */
    public Snapshot withDevices(Map<Integer, Link> devices) {
        if (devices.isEmpty()) {
            return this;
        }
        NumberTable<Link> all = new NumberTable<>();
        devices.forEach((index, link) -> all.put(index & 0xFFFFFFFFL, link));
        links.forEach(all::put);
        return new Snapshot(this, all);
    }

    /** The pod that the cgroup (unsigned) belongs to, or null. */
    public @Nullable CgroupPod cgroup(long id) {
        return cgroups.get(id);
    }

    /** Whoever has the address, or the narrowest range that holds it, or the unknown peer. */
    public AddressOwner peer(long high, long low) {
        AddressOwner peer = addresses.get(high, low);
        return peer == null ? range(high, low) : peer;
    }

    /** The narrowest range that holds the address, or the unknown peer. */
    AddressOwner range(long high, long low) {
        AddressOwner range = ranges.longest(high, low);
        return range == null ? unknown : range;
    }

    /**
     * The narrowest range that holds an address that was meant as IPv6, or the unknown peer. For one in the form
     * {@code ::ffff:a.b.c.d}, of which nothing more can be known.
     */
    public AddressOwner ipv6Range(long high, long low) {
        AddressOwner range = ranges.longestIpv6(high, low);
        return range == null ? unknown : range;
    }

    /** The peer of a packet without addresses. */
    public AddressOwner unknown() {
        return unknown;
    }

    /** What is known of a peer of which only the identity is. */
    public Endpoint identity(int identity) {
        Endpoint endpoint = identities.get(identity & 0xFFFFFFFFL);
        return endpoint == null ? Endpoint.UNKNOWN : endpoint;
    }

    public @Nullable Service service(AddressOwner peer, int port) {
        return services.get(serviceKey(peer.index(), port));
    }

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
