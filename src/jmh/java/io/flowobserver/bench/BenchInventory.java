// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.enrich.snapshot.LocalEndpoint;
import io.flowobserver.enrich.snapshot.PolicyTable;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.flow.entity.Link;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.entity.Workload;
import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Prefix;
import java.util.ArrayList;
import java.util.List;

/** A node of ordinary size and its cluster: 30 local workloads, 1,000 remote pods, 20 services, a few hosts outside. */
final class BenchInventory {
    static final int LOCALS = 30;
    static final int REMOTES = 1_000;
    static final int SERVICES = 20;
    static final int OUTSIDERS = 64;
    static final int SERVICE_PORT = 80;
    static final int FIRST_INTERFACE = 10;

    static final Node.Emitter EMITTER = new Node.Emitter("observer", "0.1.0");
    static final Node NODE = new Node("bench/node-1", List.of("kubernetes.io/hostname=node-1"), EMITTER);

    /**
     * Somebody with an IPv4 and an IPv6 address.
     *
     * @param endpoint 0 unless on this node
     */
    record Peer(
            int endpoint, int identity, String namespace, String name, List<String> labels, int ipv4, long ipv6Low) {
        static final long IPV6_HIGH = 0xFD00_0010_0000_0000L;
    }

    /** A service with the first of its addresses. */
    record ServiceAddress(String namespace, String name, int ipv4) {}

    final List<Peer> locals = new ArrayList<>();
    final List<Peer> remotes = new ArrayList<>();
    final List<Peer> outsiders = new ArrayList<>();
    final List<ServiceAddress> services = new ArrayList<>();

    BenchInventory() {
        for (int i = 0; i < LOCALS; i++) {
            locals.add(pod(i + 1, 20_000 + i, i, 0x0A00_0101 + i));
        }
        for (int i = 0; i < REMOTES; i++) {
            remotes.add(pod(0, 30_000 + i / 4, LOCALS + i / 4, 0x0A01_0001 + i));
        }
        for (int i = 0; i < OUTSIDERS; i++) {
            outsiders.add(new Peer(0, 2, "", "", List.of("reserved:world"), 0xCB00_7100 + i, 0x7100 + i));
        }
        for (int i = 0; i < SERVICES; i++) {
            services.add(new ServiceAddress("namespace-" + i % 5, "service-" + i, 0x0A60_0001 + i));
        }
    }

    static String linkName(int endpoint) {
        return "veth" + endpoint;
    }

    static String workloadName(int endpoint) {
        return "workload-" + endpoint;
    }

    static String dnsName(Peer outsider) {
        return "host-" + (outsider.ipv4() & 0xFF) + ".example.com";
    }

    public Snapshot snapshot() {
        SnapshotBuilder builder = new SnapshotBuilder().reservedIdentities();
        PolicyTable noPolicies = new PolicyTable(List.of(), 0);
        for (Peer local : locals) {
            builder.endpoint(new LocalEndpoint(
                    local.endpoint(),
                    local.identity(),
                    addresses(local),
                    new PodName(local.namespace(), local.name()),
                    local.labels(),
                    List.of(new Workload(workloadName(local.endpoint()), "Deployment")),
                    noPolicies));
            builder.link(FIRST_INTERFACE + local.endpoint(), new Link(linkName(local.endpoint())));
        }
        for (Peer remote : remotes) {
            builder.identity(remote.identity(), remote.labels());
            for (Prefix address : addresses(remote)) {
                builder.range(address, remote.identity(), new PodName(remote.namespace(), remote.name()));
            }
        }
        builder.range(new Prefix(0, AddressText.ipv4(0), 96), 2, PodName.NONE);
        builder.range(new Prefix(0, 0, 0), 2, PodName.NONE);
        for (ServiceAddress service : services) {
            Prefix address = Prefix.address(0, AddressText.ipv4(service.ipv4()));
            builder.service(address, SERVICE_PORT, new Service(service.namespace(), service.name()));
        }
        for (Peer outsider : outsiders) {
            Names names = new Names(List.of(dnsName(outsider)));
            for (Prefix address : addresses(outsider)) {
                locals.forEach(local -> builder.names(local.endpoint(), address, names));
            }
        }
        return builder.build(NODE);
    }

    private static List<Prefix> addresses(Peer peer) {
        return List.of(
                Prefix.address(0, AddressText.ipv4(peer.ipv4())), Prefix.address(Peer.IPV6_HIGH, peer.ipv6Low()));
    }

    /** A pod with eight labels, already in the order in which they are shown. */
    private static Peer pod(int endpoint, int identity, int application, int ipv4) {
        List<String> labels = List.of(
                "k8s:app.kubernetes.io/instance=release-" + application,
                "k8s:app.kubernetes.io/name=application-" + application,
                "k8s:app.kubernetes.io/version=1.2." + application,
                "k8s:io.kubernetes.pod.namespace=namespace-" + application % 5,
                "k8s:kubernetes.io/metadata.name=namespace-" + application % 5,
                "k8s:pod-template-hash=5d4f8c7b9" + application % 10,
                "k8s:team=team-" + application % 7,
                "k8s:tier=backend");
        String name = "application-" + application + "-5d4f8c7b9-" + Integer.toHexString(ipv4 & 0xFFFF);
        return new Peer(endpoint, identity, "namespace-" + application % 5, name, labels, ipv4, ipv4 & 0xFFFFFFL);
    }
}
