// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static io.flowobserver.serve.ServedRing.SECOND;
import static io.flowobserver.serve.ServedRing.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.proto.flow.DebugEvent;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.ring.NoticeRing;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.StreamedCall;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every combination of what GetAgentEvents and GetDebugEvents can be asked, against a model. */
class ITNoticesModel {
    private static final int LATER = 6;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 18, NoticeRing.CAPACITY + 3})
    void notices_eachCombination_answeredAsByTheModel(int written) throws Exception {
        int oldest = Math.max(0, written - NoticeRing.CAPACITY);
        try (var served = new ServedRing(15)) {
            write(served, written);
            ManagedChannel channel = served.channel();
            for (GetFlowsRequest request : FlowModel.ranges(written, false)) {
                var expected = new FlowModel.Followed(FlowModel.answer(request, oldest, written), true);
                check(agentEvents(channel, request), request, expected);
                check(debugEvents(channel, request), request, expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 18})
    void notices_eachCombinationThatFollows_answeredAsByTheModel(int written) throws Exception {
        List<GetFlowsRequest> requests = FlowModel.ranges(written, true);
        List<Numbers<?>> calls = new ArrayList<>();
        try (var served = new ServedRing(15)) {
            write(served, written);
            ManagedChannel first = served.channel();
            ManagedChannel second = served.channel();
            for (GetFlowsRequest request : requests.subList(0, 90)) {
                calls.add(agentEvents(first, request));
                calls.add(debugEvents(second, request));
            }
            write(served, LATER);
            for (int i = 0; i < calls.size(); i++) {
                GetFlowsRequest request = requests.get(i / 2);
                check(calls.get(i), request, FlowModel.followed(request, written, written + LATER));
            }
        }
    }

    /** A call whose answers are told by number. */
    private record Numbers<A>(StreamedCall<?, A> call, ToLongFunction<A> number) {
        long next() throws InterruptedException {
            return number.applyAsLong(call.next());
        }
    }

    private static void check(Numbers<?> answers, GetFlowsRequest request, FlowModel.Followed expected)
            throws Exception {
        List<Integer> answered = new ArrayList<>();
        while (answered.size() < expected.numbers().size()) {
            answered.add((int) answers.next());
        }
        assertThat(answered).as(request::toString).isEqualTo(expected.numbers());
        if (expected.ended()) {
            assertThat(answers.call.closed.get(10, TimeUnit.SECONDS)).isEqualTo(Status.OK);
        }
        assertThat(answers.call.received).as(request::toString).isEmpty();
        assertThat(answers.call.closed.isDone()).as(request::toString).isEqualTo(expected.ended());
    }

    /** So many agent events, so many debug events, and flows, which count for neither. */
    private static void write(ServedRing served, int events) {
        for (int i = 0; i < events; i++) {
            long number = served.rings.debug().written();
            DebugEvent event = DebugEvent.newBuilder().setMessage("" + number).build();
            served.rings.debug().write(new Notice((START + number) * SECOND, event.toByteArray()));
        }
        served.writeAgentEvents(events);
        served.write(3);
    }

    private static Numbers<?> agentEvents(ManagedChannel channel, GetFlowsRequest asked) throws Exception {
        var request = GetAgentEventsRequest.newBuilder()
                .setNumber(asked.getNumber())
                .setFirst(asked.getFirst())
                .setFollow(asked.getFollow());
        ifSet(asked.hasSince(), asked.getSince(), request::setSince);
        ifSet(asked.hasUntil(), asked.getUntil(), request::setUntil);
        var call = new StreamedCall<>(channel, ObserverGrpc.getGetAgentEventsMethod())
                .start(request.build())
                .take(10_000);
        return new Numbers<>(
                call, answer -> answer.getAgentEvent().getEndpointUpdate().getId());
    }

    private static Numbers<?> debugEvents(ManagedChannel channel, GetFlowsRequest asked) throws Exception {
        var request = GetDebugEventsRequest.newBuilder()
                .setNumber(asked.getNumber())
                .setFirst(asked.getFirst())
                .setFollow(asked.getFollow());
        ifSet(asked.hasSince(), asked.getSince(), request::setSince);
        ifSet(asked.hasUntil(), asked.getUntil(), request::setUntil);
        var call = new StreamedCall<>(channel, ObserverGrpc.getGetDebugEventsMethod())
                .start(request.build())
                .take(10_000);
        return new Numbers<>(
                call, answer -> Long.parseLong(answer.getDebugEvent().getMessage()));
    }

    private static void ifSet(boolean set, Timestamp time, Consumer<Timestamp> field) {
        if (set) {
            field.accept(time);
        }
    }
}
