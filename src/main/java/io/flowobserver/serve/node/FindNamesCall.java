// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.node;

import io.flowobserver.names.NameFinder;
import io.flowobserver.names.SoughtName;
import io.flowobserver.proto.node.FindNamesRequest;
import io.flowobserver.proto.node.FindNamesResponse;
import io.flowobserver.proto.node.FoundName;
import io.flowobserver.serve.listen.ConnectionAttributes;
import io.flowobserver.serve.stream.CompileQueue;
import io.flowobserver.serve.stream.InvalidRequest;
import io.flowobserver.serve.stream.StreamRequests;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of FindNames: the search runs on a compile thread. Used by the connection's event loop only. */
final class FindNamesCall extends ServerCall.Listener<FindNamesRequest>
        implements CompileQueue.Caller<FindNamesResponse> {
    private final ServerCall<FindNamesRequest, FindNamesResponse> call;
    private final NameFinder names;
    private final StreamRequests requests;
    private @Nullable FindNamesRequest request;
    private boolean refused;

    FindNamesCall(ServerCall<FindNamesRequest, FindNamesResponse> call, NameFinder names, StreamRequests requests) {
        this.call = call;
        this.names = names;
        this.requests = requests;
        // One message is expected. A request for two shows a client that sends more.
        call.request(2);
    }

    @Override
    public void onMessage(FindNamesRequest message) {
        if (request != null) {
            refuseRequests();
        } else {
            request = message;
        }
    }

    @Override
    public void onHalfClose() {
        EventLoop loop = call.getAttributes().get(ConnectionAttributes.EVENT_LOOP);
        if (refused) {
            return;
        }
        if (request == null || loop == null) {
            refuseRequests();
            return;
        }
        try {
            List<SoughtName> sought = SoughtNames.of(request);
            requests.later(() -> response(names.find(sought)), loop, this);
        } catch (InvalidRequest invalid) {
            refused(invalid.status());
        }
    }

    @Override
    public boolean isPresent() {
        return !call.isCancelled();
    }

    @Override
    public boolean usesUnixSocket() {
        return ConnectionAttributes.usesUnixSocket(call.getAttributes());
    }

    @Override
    public void accepted(FindNamesResponse response) {
        call.sendHeaders(new Metadata());
        call.sendMessage(response);
        call.close(Status.OK, new Metadata());
    }

    @Override
    public void refused(Status status) {
        refused = true;
        call.close(status, new Metadata());
    }

    private static FindNamesResponse response(NameFinder.Result result) {
        FindNamesResponse.Builder response =
                FindNamesResponse.newBuilder().setFlowsSearched(result.flows()).setIncomplete(result.incomplete());
        result.matches()
                .forEach(match -> response.addNames(
                        FoundName.newBuilder().setKnown(match.known()).addAllNearest(match.nearest())));
        return response.build();
    }

    private void refuseRequests() {
        if (!refused) {
            refused(Status.INTERNAL.withDescription("FindNames takes one request"));
        }
    }
}
