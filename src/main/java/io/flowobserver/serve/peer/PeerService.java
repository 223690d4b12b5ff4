// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.peer;

import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.NotifyRequest;
import io.flowobserver.proto.peer.PeerGrpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;

/** Serves {@code peer.Peer}, which tells relays which nodes serve flows. Any thread. */
public final class PeerService {
    private final Peers peers;

    public PeerService(Peers peers) {
        this.peers = peers;
    }

    public ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(PeerGrpc.getServiceDescriptor())
                .addMethod(PeerGrpc.getNotifyMethod(), this::startNotify)
                .build();
    }

    private ServerCall.Listener<NotifyRequest> startNotify(
            ServerCall<NotifyRequest, ChangeNotification> call, Metadata headers) {
        return new NotifyCall(call, peers);
    }
}
