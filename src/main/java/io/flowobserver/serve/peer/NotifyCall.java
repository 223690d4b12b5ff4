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
 * Serves one Notify call: sends the known peers, then each change. Used by the connection's event loop only.
 */
final class NotifyCall extends ServerCall.Listener<NotifyRequest> {
    private final ServerCall<NotifyRequest, ChangeNotification> call;
    private final Peers peers;
    private final PeerWatchers watchers;
    private Map<String, PeerNode> told = Map.of();
    private Iterator<ChangeNotification> due = Collections.emptyIterator();
    private int requests;
    private boolean started;

    NotifyCall(ServerCall<NotifyRequest, ChangeNotification> call, Peers peers) {
        this.call = call;
        this.peers = peers;
        EventLoop eventLoop = Objects.requireNonNull(call.getAttributes().get(ConnectionAttributes.EVENT_LOOP));
        this.watchers = peers.watchersOf(eventLoop);
        // One message is expected. A request for two shows a client that sends more.
        call.request(2);
    }

    @Override
    public void onMessage(NotifyRequest request) {
        requests++;
        if (requests == 2) {
            refuseRequests();
        }
    }

    @Override
    public void onHalfClose() {
        if (requests == 0) {
            refuseRequests();
        }
        if (requests != 1) {
            return;
        }
        call.sendHeaders(new Metadata());
        started = true;
        watchers.add(this);
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
        watchers.remove(this);
    }

    private void refuseRequests() {
        call.close(Status.INTERNAL.withDescription("Notify takes one request"), new Metadata());
    }

    /** Sends what has changed, as long as the client can take it. */
    void tell() {
        while (started && call.isReady() && isDue()) {
            call.sendMessage(due.next());
        }
    }

    private boolean isDue() {
        Map<String, PeerNode> known = peers.known();
        if (!due.hasNext() && known != told) {
            due = watchers.changes(told, known).iterator();
            told = known;
        }
        return due.hasNext();
    }
}
