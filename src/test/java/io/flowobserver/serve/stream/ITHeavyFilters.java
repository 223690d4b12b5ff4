// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.serve.ServedRing;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters that take long to compile or to run, over real gRPC. */
class ITHeavyFilters {
    private static final int HEAVY_CALLS = 40;
    private static final int EXPRESSIONS = 16;

    /** The numbers of one answer, when it is complete. */
    private static final class Answer implements StreamObserver<GetFlowsResponse> {
        final CompletableFuture<List<Integer>> numbers = new CompletableFuture<>();
        private final List<Integer> received = new ArrayList<>();

        @Override
        public void onNext(GetFlowsResponse response) {
            received.add(ServedRing.number(response));
        }

        @Override
        public void onError(Throwable failure) {
            numbers.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            numbers.complete(received);
        }
    }

    @Test
    void getFlows_whileOthersAreCompiledForTheSameConnection_isAnswered() throws Exception {
        try (var served = new ServedRing(15)) {
            served.write(12);
            ManagedChannel channel = served.channel();
            // Calls that wait for a connection begin in any order, and the last of these are refused.
            ObserverGrpc.newBlockingStub(channel).serverStatus(ServerStatusRequest.getDefaultInstance());
            List<Answer> heavy = IntStream.range(0, HEAVY_CALLS)
                    .mapToObj(call -> {
                        Answer answer = new Answer();
                        ObserverGrpc.newStub(channel).getFlows(drops(call), answer);
                        return answer;
                    })
                    .toList();
            FlowFilter drops =
                    FlowFilter.newBuilder().addVerdict(Verdict.DROPPED).build();
            var light = ObserverGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .getFlows(GetFlowsRequest.newBuilder().addWhitelist(drops).build());
            List<Integer> numbers = new ArrayList<>();
            light.forEachRemaining(response -> numbers.add(ServedRing.number(response)));
            assertThat(numbers).containsExactly(3, 7, 11);
            assertThat(heavy).anyMatch(answer -> !answer.numbers.isDone());
            assertThat(heavy.get(0).numbers.get(60, TimeUnit.SECONDS)).containsExactly(3, 7, 11);
        }
    }

    @Test
    void getFlows_whileOthersAreCompiledForTheNetwork_unixSocketsDoNotWait(@TempDir Path directory) throws Exception {
        try (var served = new ServedRing(15, "127.0.0.1:0", "unix://" + directory.resolve("hubble.sock"))) {
            served.write(12);
            List<Answer> heavy = new ArrayList<>();
            for (int connection = 0; connection < 8; connection++) {
                ManagedChannel channel = served.channel(0);
                for (int call = 0; call < 10; call++) {
                    Answer answer = new Answer();
                    ObserverGrpc.newStub(channel).getFlows(drops(heavy.size()), answer);
                    heavy.add(answer);
                }
            }
            // As many as may wait do so, or are done.
            await().until(() -> heavy.stream().anyMatch(answer -> answer.numbers.isCompletedExceptionally()));
            Answer unix = new Answer();
            ObserverGrpc.newStub(served.channel(1)).getFlows(drops(heavy.size()), unix);
            assertThat(unix.numbers.get(60, TimeUnit.SECONDS)).containsExactly(3, 7, 11);
            assertThat(heavy).anyMatch(answer -> !answer.numbers.isDone());
        }
    }

    @Test
    void getFlows_expressionThatCostsMuch_othersOfTheConnectionGoOn() throws Exception {
        try (var served = new ServedRing(16_383)) {
            served.write(16_000);
            ManagedChannel channel = served.channel();
            Answer costly = new Answer();
            String loops = "_flow.source.labels.all(a, [1,2,3,4,5,6,7,8,9,0].all(b, [1,2,3,4,5,6,7,8,9,0].all(c, "
                    + "[1,2,3,4,5,6,7,8,9,0].all(d, [1,2,3,4,5,6,7,8,9,0].all(e, e < 10)))))";
            ObserverGrpc.newStub(channel).getFlows(request(List.of(loops)), costly);
            List<Integer> numbers = new ArrayList<>();
            ObserverGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(60, TimeUnit.SECONDS)
                    .getFlows(GetFlowsRequest.newBuilder().setNumber(3).build())
                    .forEachRemaining(response -> numbers.add(ServedRing.number(response)));
            assertThat(numbers).containsExactly(15_997, 15_998, 15_999);
            assertThat(costly.numbers).isNotDone();
        }
    }

    @Test
    void getFlows_invalidExpression_isRefusedInTheReferencesWords() throws Exception {
        try (var served = new ServedRing(15)) {
            StatusRuntimeException refused = catchThrowableOfType(
                    StatusRuntimeException.class, () -> served.responses(request(List.of("_flow.nope")).toBuilder()));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
            assertThat(refused.getStatus().getDescription())
                    .isEqualTo("error compiling CEL expression: ERROR: <input>:1:6: undefined field 'nope'\n"
                            + " | _flow.nope\n | .....^");
        }
    }

    /** The drops, asked for in so many words that it takes a while to understand. */
    private static GetFlowsRequest drops(int call) {
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < EXPRESSIONS; i++) {
            expressions.add("_flow.verdict == Verdict.DROPPED && "
                    + "_flow.source.labels.map(l, l.size()).filter(n, n < 100).exists(n, n < 1000 + " + (call + i)
                    + ")");
        }
        return request(expressions);
    }

    private static GetFlowsRequest request(List<String> expressions) {
        FlowFilter.Builder filter = FlowFilter.newBuilder();
        filter.getExperimentalBuilder().addAllCelExpression(expressions);
        return GetFlowsRequest.newBuilder().addWhitelist(filter).build();
    }
}
