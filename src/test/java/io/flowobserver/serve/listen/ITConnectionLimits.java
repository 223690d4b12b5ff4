// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.client.CutReason;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A listener with three connections, and more clients than that. */
class ITConnectionLimits {
    private static final ConnectionLimits THREE = ConnectionLimits.DEFAULT.withConnections(3);

    @Test
    void connections_allTaken_thoseWithoutACallMakeRoom() throws Exception {
        try (var served = new ServedRing(15, THREE);
                var silent = new Socket(InetAddress.getLoopbackAddress(), served.port(0))) {
            silent.setSoTimeout(10_000);
            FlowCall follower = FlowCall.start(
                    served.channel(), GetFlowsRequest.newBuilder().setFollow(true));
            follower.take(1);
            ManagedChannel idle = served.channel();
            status(idle);
            status(served.channel());
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            status(served.channel());
            // It had waited longest; a client of gRPC connects anew for its next call.
            status(idle);
            served.write(1);
            assertThat(ServedRing.number(follower.next())).isZero();
            assertThat(served.server.connections().of(CutReason.DISPLACED)).isGreaterThanOrEqualTo(2);
            assertThat(served.server.connections().of(ConnectionOutcome.OVER_LIMIT))
                    .isZero();
        }
    }

    @Test
    void connections_allWithACall_othersAreClosedAtOnce() throws Exception {
        try (var served = new ServedRing(15, THREE)) {
            for (int i = 0; i < 3; i++) {
                FlowCall.start(served.channel(), GetFlowsRequest.newBuilder().setFollow(true));
            }
            ManagedChannel fourth = served.channel();
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> status(fourth))
                    .withMessageStartingWith("UNAVAILABLE");
            assertThat(served.server.connections().of(ConnectionOutcome.OVER_LIMIT))
                    .isPositive();
            assertThat(served.server.connections().of(CutReason.DISPLACED)).isZero();
        }
    }

    private static void status(ManagedChannel channel) {
        ObserverGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .serverStatus(ServerStatusRequest.getDefaultInstance());
    }
}
