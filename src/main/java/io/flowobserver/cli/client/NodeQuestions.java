// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.connect.Connection;
import io.flowobserver.flow.text.NearestName;
import io.flowobserver.proto.node.FindNamesRequest;
import io.flowobserver.proto.node.FindNamesResponse;
import io.flowobserver.proto.node.FoundName;
import io.flowobserver.proto.node.Name;
import io.flowobserver.proto.node.NameKind;
import io.flowobserver.proto.node.NodeGrpc;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.NodeStatusRequest;
import io.flowobserver.proto.node.Ring;
import io.flowobserver.proto.observer.GetNamespacesRequest;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.util.List;

/**
 * Asks a server about itself. A server that is not ours is asked for what Hubble's API tells. Nothing fails: what
 * cannot be found out in time is not set.
 */
record NodeQuestions(Connection connection) {
    NodeStatus status() {
        try {
            return timed(NodeGrpc.newBlockingStub(connection.channel()))
                    .nodeStatus(NodeStatusRequest.getDefaultInstance());
        } catch (StatusRuntimeException notOurs) {
            return hubbles();
        }
    }

    /** Returns what is known of names, in their order; nothing if the server does not say. */
    FindNamesResponse find(List<Name> names) {
        if (names.isEmpty()) {
            return FindNamesResponse.getDefaultInstance();
        }
        try {
            return timed(NodeGrpc.newBlockingStub(connection.channel()))
                    .findNames(FindNamesRequest.newBuilder().addAllNames(names).build());
        } catch (StatusRuntimeException notOurs) {
            return byNamespaces(names);
        }
    }

    private NodeStatus hubbles() {
        try {
            ServerStatusResponse status = timed(ObserverGrpc.newBlockingStub(connection.channel()))
                    .serverStatus(ServerStatusRequest.getDefaultInstance());
            return NodeStatus.newBuilder()
                    .setRing(Ring.newBuilder()
                            .setCapacityFlows(status.getMaxFlows())
                            .setUsedFlows(status.getNumFlows()))
                    .build();
        } catch (StatusRuntimeException unknown) {
            return NodeStatus.getDefaultInstance();
        }
    }

    /** Says of a name only whether its namespace is known. */
    private FindNamesResponse byNamespaces(List<Name> names) {
        List<String> known;
        try {
            known = timed(ObserverGrpc.newBlockingStub(connection.channel()))
                    .getNamespaces(GetNamespacesRequest.getDefaultInstance())
                    .getNamespacesList()
                    .stream()
                    .map(namespace -> namespace.getNamespace())
                    .toList();
        } catch (StatusRuntimeException unknown) {
            return FindNamesResponse.getDefaultInstance();
        }
        FindNamesResponse.Builder found = FindNamesResponse.newBuilder();
        for (Name name : names) {
            found.addNames(byNamespace(name, known));
        }
        return found.build();
    }

    private static FoundName byNamespace(Name name, List<String> known) {
        boolean label = name.getKind() == NameKind.NAME_KIND_LABEL;
        int slash = name.getValue().indexOf('/');
        boolean whole = name.getKind() == NameKind.NAME_KIND_NAMESPACE;
        String namespace = whole ? name.getValue() : name.getValue().substring(0, Math.max(0, slash));
        FoundName.Builder found = FoundName.newBuilder();
        if (label || known.isEmpty() || namespace.isEmpty() || known.contains(namespace)) {
            return found.setKnown(true).build();
        }
        String rest = whole ? "" : name.getValue().substring(slash);
        NearestName.of(namespace, known).ifPresent(near -> found.addNearest(near + rest));
        return found.build();
    }

    private <S extends AbstractStub<S>> S timed(S stub) {
        return UnaryCall.timed(stub, connection.server());
    }
}
