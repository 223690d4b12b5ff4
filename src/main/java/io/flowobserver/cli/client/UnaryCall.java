// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.connect.Connection;
import io.flowobserver.cli.client.connect.ServerAddress;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ObserverGrpc.ObserverBlockingStub;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A call with one request and one response. */
public final class UnaryCall {
    private UnaryCall() {}

    /**
     * Makes the call and returns the response.
     *
     * @throws UserError if the server cannot be reached, rejects the call, or does not respond in time
     */
    public static <A> A ask(ServerAddress server, Function<ObserverBlockingStub, A> question) {
        try (Connection connection = new Connection(server)) {
            return question.apply(ObserverGrpc.newBlockingStub(connection.channel())
                    .withDeadlineAfter(millis(server), TimeUnit.MILLISECONDS));
        } catch (StatusRuntimeException e) {
            throw RpcFailure.of(e.getStatus(), server, false);
        }
    }

    /** Returns the deadline of a call, in milliseconds. */
    static long millis(ServerAddress server) {
        return server.access().timeouts().request().toMillis();
    }
}
