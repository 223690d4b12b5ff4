// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.proto.observer.ObserverGrpc;
import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class CallCountsTest {
    private static final String METHOD = ObserverGrpc.getGetFlowsMethod().getFullMethodName();

    private final CallCounts counts = new CallCounts();

    CallCountsTest() {
        ServerServiceDefinition service = new ObserverGrpc.ObserverImplBase() {}.bindService();
        counts.counting(service);
        // As each listener does, of which there may be many.
        counts.counting(service);
    }

    @Test
    void streamClosed_connectionBroken_isTheClientsDoing() {
        start().streamClosed(Status.UNAVAILABLE.withDescription("connection terminated for unknown reason"));
        assertThat(calls().ended(Status.Code.CANCELLED)).isEqualTo(1);
        assertThat(calls().ended(Status.Code.UNAVAILABLE)).isZero();
    }

    @Test
    void streamClosed_serverStops_isUnavailable() {
        start().streamClosed(Status.UNAVAILABLE.withDescription(
                "observer is stopping; try again once it has been started anew"));
        assertThat(calls().ended(Status.Code.UNAVAILABLE)).isEqualTo(1);
    }

    @Test
    void streamClosed_anyOtherStatus_countedAsItIs() {
        start().streamClosed(Status.OK);
        start().streamClosed(Status.DATA_LOSS);
        assertThat(calls().ended(Status.Code.OK)).isEqualTo(1);
        assertThat(calls().ended(Status.Code.DATA_LOSS)).isEqualTo(1);
        assertThat(calls().started()).isEqualTo(2);
    }

    private ServerStreamTracer start() {
        return counts.newServerStreamTracer(METHOD, new Metadata());
    }

    private MethodCallCounts calls() {
        return counts.methods().stream()
                .filter(calls -> calls.method().equals("GetFlows"))
                .findFirst()
                .orElseThrow();
    }
}
