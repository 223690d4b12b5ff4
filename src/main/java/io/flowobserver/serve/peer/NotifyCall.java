// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.peer;

import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.NotifyRequest;
import io.flowobserver.serve.listen.ConnectionAttributes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;

/**
 * Serves one Notify call: sends the known peers, then each change. Used by the connection's event loop only, except that
 * any thread may report a change.
 */
final class NotifyCall extends ServerCall.Listener<NotifyRequest> {
    private final ServerCall<NotifyRequest, ChangeNotification> call;
    private final Peers peers;
    private final EventLoop eventLoop;
    private final Runnable watcher = this::wake;
    private Map<String, PeerNode> told = Map.of();
    private Iterator<ChangeNotification> due = Collections.emptyIterator();
    private boolean asked;
    private boolean started;

    NotifyCall(ServerCall<NotifyRequest, ChangeNotification> call, Peers peers) {
        this.call = call;
        this.peers = peers;
        this.eventLoop = Objects.requireNonNull(call.getAttributes().get(ConnectionAttributes.EVENT_LOOP));
        // One message is expected; with a request for two, gRPC notices a client that sends more.
        call.request(2);
    }

    @Override
    public void onMessage(NotifyRequest request) {
        asked = true;
    }

    @Override
    public void onHalfClose() {
        if (!asked) {
            call.close(Status.INTERNAL.withDescription("Notify takes one request"), new Metadata());
            return;
        }
        call.sendHeaders(new Metadata());
        started = true;
        peers.watch(watcher);
        tell();
    }

    @Override
    public void onReady() {
        tell();
    }

    @Override
    public void onCancel() {
        end();
    }

    @Override
    public void onComplete() {
        end();
    }

    private void end() {
        started = false;
        peers.unwatch(watcher);
    }

    private void wake() {
        eventLoop.execute(this::tell);
    }

    private void tell() {
        while (started && call.isReady() && isDue()) {
            call.sendMessage(due.next());
        }
    }

    private boolean isDue() {
        Map<String, PeerNode> known = peers.known();
        if (!due.hasNext() && known != told) {
            due = Peers.changes(told, known).iterator();
            told = known;
        }
        return due.hasNext();
    }
}
