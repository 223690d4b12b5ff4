// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.connect.Connection;
import io.flowobserver.cli.client.connect.ServerAddress;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ObserverGrpc.ObserverBlockingStub;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
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
            return question.apply(timed(ObserverGrpc.newBlockingStub(connection.channel()), server));
        } catch (StatusRuntimeException e) {
            throw RpcFailure.of(e.getStatus(), server, false);
        }
    }

    /** Returns a stub whose next call has the time that the user gives a call with one response. */
    static <S extends AbstractStub<S>> S timed(S stub, ServerAddress server) {
        return stub.withDeadlineAfter(server.access().timeouts().request().toMillis(), TimeUnit.MILLISECONDS);
    }
}
