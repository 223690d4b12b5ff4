// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static io.flowobserver.serve.ServedRing.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every combination of what GetFlows can be asked, against a model, with responses in bundles and one by one. */
class ITGetFlowsModel {
    private static final int CALLS_PER_CONNECTION = 100;
    /** A client may have 512. */
    private static final int CALLS_OF_A_CLIENT = 500;

    private static final int LATER = 6;

    /** It leaves the port, by which the test knows a flow. */
    private static final FieldMask MASK =
            FieldMask.newBuilder().addPaths("l4.UDP").addPaths("verdict").build();

    @ParameterizedTest
    @CsvSource({
        "7, 0, true",
        "7, 1, true",
        "7, 7, true",
        "7, 8, true",
        "7, 20, true",
        "1023, 18, true",
        "7, 20, false",
        "1023, 18, false"
    })
    void getFlows_eachCombination_answeredAsByTheModel(int capacity, int written, boolean bundling) throws Exception {
        int oldest = Math.max(0, written - capacity);
        try (var served = ServedRing.bundling(bundling, capacity)) {
            served.write(written);
            var stub = served.stub();
            for (GetFlowsRequest request : requests(written, false)) {
                List<Integer> answered = new ArrayList<>();
                // A deadline for each request, not one for all of them.
                stub.withDeadlineAfter(20, TimeUnit.SECONDS)
                        .getFlows(request)
                        .forEachRemaining(response -> answered.add(number(response, request)));
                assertThat(answered).as(request::toString).isEqualTo(FlowModel.answer(request, oldest, written));
            }
        }
    }

    /** All of them follow at the same time; the ring keeps the flows that come later beside the older ones. */
    @ParameterizedTest
    @CsvSource({"31, 0, true", "31, 1, true", "31, 12, true", "1023, 18, true", "31, 12, false", "1023, 18, false"})
    void getFlows_eachCombinationThatFollows_answeredAsByTheModel(int capacity, int written, boolean bundling)
            throws Exception {
        List<GetFlowsRequest> all = requests(written, true);
        for (int from = 0; from < all.size(); from += CALLS_OF_A_CLIENT) {
            follow(all.subList(from, Math.min(all.size(), from + CALLS_OF_A_CLIENT)), capacity, written, bundling);
        }
    }

    private static void follow(List<GetFlowsRequest> requests, int capacity, int written, boolean bundling)
            throws Exception {
        List<FlowCall> calls = new ArrayList<>();
        try (var served = ServedRing.bundling(bundling, capacity)) {
            served.write(written);
            for (GetFlowsRequest request : requests) {
                var channel = calls.size() % CALLS_PER_CONNECTION == 0 ? served.channel() : served.lastChannel();
                calls.add(FlowCall.start(channel, request.toBuilder()).take(1_000));
            }
            served.write(LATER);
            for (int i = 0; i < requests.size(); i++) {
                check(calls.get(i), requests.get(i), FlowModel.followed(requests.get(i), written, written + LATER));
            }
        }
    }

    private static void check(FlowCall call, GetFlowsRequest request, FlowModel.Followed expected) throws Exception {
        List<Integer> answered = new ArrayList<>();
        while (answered.size() < expected.numbers().size()) {
            answered.add(number(call.next(), request));
        }
        assertThat(answered).as(request::toString).isEqualTo(expected.numbers());
        if (expected.ended()) {
            assertThat(call.closed.get(10, TimeUnit.SECONDS)).isEqualTo(Status.OK);
        }
        assertThat(call.received).as(request::toString).isEmpty();
        assertThat(call.closed.isDone()).as(request::toString).isEqualTo(expected.ended());
    }

    private static List<GetFlowsRequest> requests(int written, boolean follow) {
        return FlowModel.product(
                FlowModel.filtered(FlowModel.ranges(written, follow)),
                List.of(List.of(r -> r, r -> r.setFieldMask(MASK))));
    }

    private static int number(GetFlowsResponse response, GetFlowsRequest request) {
        assertThat(response.getFlow().hasSource()).isNotEqualTo(request.hasFieldMask());
        assertThat(response.getNodeName()).isEqualTo(ServedRing.NODE);
        assertThat(response.getTime().getSeconds()).isEqualTo(START + ServedRing.number(response));
        return ServedRing.number(response);
    }
}
