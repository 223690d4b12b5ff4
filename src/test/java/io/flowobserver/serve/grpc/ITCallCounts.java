// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted of calls, by both kinds of listener. Calls are counted after the client has seen their end. */
class ITCallCounts {
    private static final int UNIX = 0;
    private static final int TCP = 1;

    @TempDir
    private Path directory;

    @Test
    void methods_nobodyCalled_allThereWithZero() throws Exception {
        try (var served = served()) {
            List<MethodCallCounts> methods = served.server.calls().methods();
            assertThat(methods)
                    .extracting(calls -> calls.service() + "/" + calls.method() + " "
                            + (calls.isClientStreaming() ? "many" : "one") + " to "
                            + (calls.isServerStreaming() ? "many" : "one"))
                    .containsExactly(
                            "grpc.health.v1.Health/Check one to one",
                            "grpc.health.v1.Health/Watch one to many",
                            "grpc.reflection.v1.ServerReflection/ServerReflectionInfo many to many",
                            "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo many to many",
                            "observer.Observer/GetAgentEvents one to many",
                            "observer.Observer/GetDebugEvents one to many",
                            "observer.Observer/GetFlows one to many",
                            "observer.Observer/GetNamespaces one to one",
                            "observer.Observer/GetNodes one to one",
                            "observer.Observer/ServerStatus one to one",
                            "observer.node.v1.Node/FindNames one to one",
                            "observer.node.v1.Node/NodeStatus one to one",
                            "peer.Peer/Notify one to many");
            assertThat(methods).allSatisfy(calls -> assertCounts(calls, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {UNIX, TCP})
    void unaryCall_answered_oneOfEach(int listener) throws Exception {
        try (var served = served()) {
            MethodCallCounts calls = calls(served, "ServerStatus");
            ObserverGrpc.ObserverBlockingStub stub = ObserverGrpc.newBlockingStub(served.channel(listener));
            for (int count = 1; count <= 3; count++) {
                assertThat(stub.serverStatus(ServerStatusRequest.getDefaultInstance()))
                        .isNotNull();
                int expected = count;
                await().untilAsserted(
                                () -> assertThat(calls.ended(Status.Code.OK)).isEqualTo(expected));
                assertCounts(calls, count, count, count);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({UNIX + ", true", TCP + ", true", UNIX + ", false", TCP + ", false"})
    void stream_answered_countsEachMessage(int listener, boolean bundling) throws Exception {
        try (var served = served(bundling)) {
            served.write(5_000);
            List<GetFlowsResponse> received = new ArrayList<>();
            ObserverGrpc.newBlockingStub(served.channel(listener))
                    .getFlows(GetFlowsRequest.newBuilder().setFirst(true).build())
                    .forEachRemaining(received::add);
            MethodCallCounts calls = calls(served, "GetFlows");
            await().untilAsserted(() -> assertThat(calls.ended(Status.Code.OK)).isEqualTo(1));
            assertThat(received).hasSize(4_095);
            assertCounts(calls, 1, 1, received.size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void follower_stillThere_countedAsItGoes(boolean bundling) throws Exception {
        try (var served = served(bundling)) {
            FlowCall follower = FlowCall.start(
                    served.channel(TCP), GetFlowsRequest.newBuilder().setFollow(true));
            MethodCallCounts calls = calls(served, "GetFlows");
            for (int count = 1; count <= 3; count++) {
                served.write(1);
                follower.take(1).next();
                assertCounts(calls, 1, 1, count);
            }
            assertThat(ended(calls)).isZero();
            follower.cancel();
            await().untilAsserted(
                            () -> assertThat(calls.ended(Status.Code.CANCELLED)).isEqualTo(1));
        }
    }

    @Test
    void call_refused_countedByItsStatus() throws Exception {
        try (var served = served()) {
            GetFlowsRequest wrong =
                    GetFlowsRequest.newBuilder().setFirst(true).setFollow(true).build();
            StatusRuntimeException refused = catchThrowableOfType(
                    StatusRuntimeException.class, () -> ObserverGrpc.newBlockingStub(served.channel(UNIX))
                            .getFlows(wrong)
                            .next());
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            MethodCallCounts calls = calls(served, "GetFlows");
            await().untilAsserted(() ->
                    assertThat(calls.ended(Status.Code.INVALID_ARGUMENT)).isEqualTo(1));
            assertCounts(calls, 1, 1, 0);
            assertThat(ended(calls)).isEqualTo(1);
        }
    }

    @Test
    void call_methodThatIsNotThere_leavesNoTrace() throws Exception {
        try (var served = served()) {
            ManagedChannel channel = served.channel(TCP);
            var made = ObserverGrpc.getServerStatusMethod().toBuilder()
                    .setFullMethodName("observer.Observer/MadeUp")
                    .build();
            StatusRuntimeException refused = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ClientCalls.blockingUnaryCall(
                            channel, made, CallOptions.DEFAULT, ServerStatusRequest.getDefaultInstance()));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(served.server.calls().methods()).isNotEmpty().allSatisfy(calls -> assertCounts(calls, 0, 0, 0));
        }
    }

    private ServedRing served() throws Exception {
        return served(true);
    }

    private ServedRing served(boolean bundling) throws Exception {
        return ServedRing.bundling(bundling, 4_095, "unix://" + directory.resolve("hubble.sock"), "127.0.0.1:0");
    }

    private static void assertCounts(MethodCallCounts calls, long started, long received, long sent) {
        assertThat(calls.started()).isEqualTo(started);
        assertThat(calls.received()).isEqualTo(received);
        assertThat(calls.sent()).isEqualTo(sent);
    }

    private static long ended(MethodCallCounts calls) {
        return Arrays.stream(Status.Code.values()).mapToLong(calls::ended).sum();
    }

    private static MethodCallCounts calls(ServedRing served, String method) {
        return served.server.calls().methods().stream()
                .filter(calls -> calls.method().equals(method))
                .findFirst()
                .orElseThrow();
    }
}
