// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.NotifyRequest;
import io.flowobserver.proto.peer.PeerGrpc;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.http.HttpText;
import io.flowobserver.serve.stream.DeafFollowers;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to stop while clients are served. */
class ITStopping {
    @TempDir
    private Path directory;

    @Test
    void close_openStreams_endWithAStatusThatSaysSo() throws Exception {
        Path socket = directory.resolve("hubble.sock");
        try (var served = new ServedRing(7, "unix://" + socket, "127.0.0.1:0");
                var http = new HttpText(served, 0)) {
            FlowCall reading = FlowCall.start(
                            served.channel(), GetFlowsRequest.newBuilder().setFollow(true))
                    .take(9);
            FlowCall deaf = FlowCall.start(
                    served.channel(1), GetFlowsRequest.newBuilder().setFollow(true));
            Iterator<ChangeNotification> peers =
                    PeerGrpc.newBlockingStub(served.channel()).notify(NotifyRequest.getDefaultInstance());
            peers.next();
            Iterator<HealthCheckResponse> health =
                    HealthGrpc.newBlockingStub(served.channel()).watch(HealthCheckRequest.getDefaultInstance());
            assertThat(health.next().getStatus()).isEqualTo(ServingStatus.SERVING);
            http.send("GET /flows?follow HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> served.server.streams().open() == 3);
            served.write(1);
            assertThat(reading.next().hasFlow()).isTrue();

            long start = System.nanoTime();
            served.server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

            for (FlowCall call : new FlowCall[] {reading, deaf.take(1)}) {
                Status status = call.closed.get(10, TimeUnit.SECONDS);
                assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(status.getDescription()).startsWith("observer is stopping");
            }
            assertThat(health.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
            for (Iterator<?> stream : new Iterator<?>[] {health, peers}) {
                assertThatExceptionOfType(StatusRuntimeException.class)
                        .isThrownBy(stream::hasNext)
                        .withMessageStartingWith("UNAVAILABLE: observer is stopping");
            }
            assertThat(http.lines.lines()).noneMatch("0"::equals);
            assertThat(served.server.streams().open()).isZero();
            assertThat(served.server.peers().watchers()).isZero();
            assertThat(socket).doesNotExist();
        }
    }

    @Test
    void close_clientsThatNeverRead_areCutInTime() throws Exception {
        Path socket = directory.resolve("hubble.sock");
        try (var served = new ServedRing(8191, "unix://" + socket);
                var clients = new DeafFollowers(socket)) {
            served.write(8191);
            for (int i = 0; i < 20; i++) {
                clients.add();
            }
            await().until(() -> served.server.streams().open() == 20);
            long start = System.nanoTime();
            served.server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
