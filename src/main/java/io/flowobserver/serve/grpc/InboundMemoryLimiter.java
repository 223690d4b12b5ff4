// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.client.Client;
import io.flowobserver.serve.limit.CallRejection;
import io.flowobserver.serve.limit.RejectedCalls;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;

/** Counts the memory that the requests of calls hold, each from its first byte on, against a budget. Any thread. */
public final class InboundMemoryLimiter extends ServerStreamTracer.Factory {
    private final RejectedCalls rejected;

    /** @param rejected counts the requests that cannot be read */
    public InboundMemoryLimiter(RejectedCalls rejected) {
        this.rejected = rejected;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new RequestBytes(this);
    }

    /** Counts a call that has ended because its request could not be read. */
    void unreadable(Client client, String method, Status status) {
        rejected.add(
                CallRejection.BAD_REQUEST,
                client,
                "sent a request of " + method + " that cannot be read: " + status.getDescription());
    }
}
