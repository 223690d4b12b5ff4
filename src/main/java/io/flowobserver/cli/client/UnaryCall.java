// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ObserverGrpc.ObserverBlockingStub;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One question to a server, and its answer. */
final class UnaryCall {
    /** How long an answer is waited for. */
    static final int TIMEOUT_SECONDS = 12;

    private UnaryCall() {}

    /** @throws UserError when the server cannot be reached, refuses or does not answer in time */
    static <A> A ask(ServerAddress server, Function<ObserverBlockingStub, A> question) {
        try (Connection connection = new Connection(server)) {
            return question.apply(ObserverGrpc.newBlockingStub(connection.channel())
                    .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (StatusRuntimeException e) {
            throw RpcFailure.of(e.getStatus(), server, false);
        }
    }
}
