// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.client;

import com.google.common.util.concurrent.ListenableFuture;
import io.flowobserver.cli.client.connect.Connection;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.proto.node.NodeGrpc;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.NodeStatusRequest;
import io.grpc.Status;
import java.io.PrintWriter;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Asks a server for its node's status, which only an observer has, while other calls go on. For one thread. */
final class PendingNodeStatus {
    private final @Nullable ListenableFuture<NodeStatus> pending;

    /** Asks at once, if it is to be asked at all. */
    PendingNodeStatus(Connection connection, boolean asked) {
        pending = asked
                ? UnaryCall.timed(NodeGrpc.newFutureStub(connection.channel()), connection.server())
                        .nodeStatus(NodeStatusRequest.getDefaultInstance())
                : null;
    }

    /**
     * Waits for the answer and returns it; null if the server is no observer, or does not tell.
     *
     * @param err where it is said that an observer does not tell
     */
    @Nullable
    NodeStatus answer(PrintWriter err) {
        if (pending == null) {
            return null;
        }
        try {
            return pending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            Status status = Status.fromThrowable(e.getCause());
            if (status.getCode() != Status.Code.UNIMPLEMENTED) {
                err.println("observer: the server does not tell more of its node: "
                        + SafeText.of(status.getDescription() == null ? "no reason given" : status.getDescription()));
            }
        }
        return null;
    }
}
