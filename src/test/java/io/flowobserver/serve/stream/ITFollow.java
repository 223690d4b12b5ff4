// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static io.flowobserver.serve.ServedRing.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.ring.LossNote;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.StreamedCall;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Followers: what they get, what they miss, and what they cost. */
class ITFollow {
    private static final Logger log = LoggerFactory.getLogger(ITFollow.class);

    @Test
    void follow_emptyRing_getsEachFlowAtOnce() throws Exception {
        try (var served = new ServedRing(15)) {
            FlowCall call = FlowCall.start(served.channel(), follow()).take(10_000);
            long[] micros = new long[2_000];
            for (int i = 0; i < micros.length; i++) {
                long written = System.nanoTime();
                served.write(1);
                assertThat(ServedRing.number(call.next())).isEqualTo(i);
                micros[i] = (System.nanoTime() - written) / 1_000;
            }
            Arrays.sort(micros);
            log.info("lone flow to follower: p50 {} us, p99 {} us", micros[1_000], micros[1_980]);
            assertThat(micros[1_980]).isLessThan(50_000);
        }
    }

    @Test
    void follow_withHistory_startsWhereAsked() throws Exception {
        try (var served = new ServedRing(15)) {
            served.write(10);
            FlowCall newest = FlowCall.start(served.channel(), follow()).take(100);
            FlowCall last =
                    FlowCall.start(served.channel(), follow().setNumber(3)).take(100);
            FlowCall since = FlowCall.start(
                            served.channel(), follow().setSince(at(5)).setNumber(1))
                    .take(100);
            FlowCall drops = FlowCall.start(
                            served.channel(),
                            follow().setNumber(1)
                                    .addWhitelist(FlowFilter.newBuilder().addVerdict(Verdict.DROPPED)))
                    .take(100);
            assertThat(numbers(newest, 1)).containsExactly(9);
            assertThat(numbers(last, 3)).containsExactly(7, 8, 9);
            assertThat(numbers(since, 5)).containsExactly(5, 6, 7, 8, 9);
            assertThat(numbers(drops, 1)).containsExactly(7);
            served.write(2);
            for (FlowCall call : List.of(newest, last, since)) {
                assertThat(numbers(call, 2)).containsExactly(10, 11);
                assertThat(call.closed).isNotDone();
            }
            assertThat(numbers(drops, 1)).containsExactly(11);
        }
    }

    @Test
    void follow_until_endsWithTheFirstLaterFlow() throws Exception {
        try (var served = new ServedRing(15)) {
            served.write(1);
            FlowCall call =
                    FlowCall.start(served.channel(), follow().setUntil(at(2))).take(100);
            served.write(5);
            assertThat(call.closed.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.OK);
            assertThat(numbers(call, 3)).containsExactly(0, 1, 2);
            assertThat(call.received).isEmpty();
        }
    }

    /** No flow comes that would tell; the time lay ahead, so the clock does. */
    @Test
    void follow_untilATimeAhead_endsWhenItIsOver() throws Exception {
        try (var served = new ServedRing(15)) {
            served.write(1);
            Timestamp soon = Timestamp.newBuilder()
                    .setSeconds(Instant.now().getEpochSecond() + 2)
                    .build();
            FlowCall flows =
                    FlowCall.start(served.channel(), follow().setUntil(soon)).take(100);
            var events = new StreamedCall<>(served.channel(), ObserverGrpc.getGetAgentEventsMethod())
                    .start(GetAgentEventsRequest.newBuilder()
                            .setFollow(true)
                            .setUntil(soon)
                            .build());
            assertThat(numbers(flows, 1)).containsExactly(0);
            assertThat(flows.closed.get(20, TimeUnit.SECONDS)).isEqualTo(Status.OK);
            assertThat(Instant.now().getEpochSecond()).isGreaterThan(soon.getSeconds());
            assertThat(events.closed.get(20, TimeUnit.SECONDS)).isEqualTo(Status.OK);
            Awaitility.await().until(() -> served.server.streams().open() == 0);
        }
    }

    /** Held back by its client, a stream waits for nothing that would come by itself. */
    @Test
    void follow_cancelledWhileHeldBack_isForgottenAtOnce() throws Exception {
        try (var served = new ServedRing(1023)) {
            FlowCall call = FlowCall.start(served.channel(), follow());
            for (int i = 0; i < 20; i++) {
                served.write(500);
            }
            assertThat(served.server.streams().open()).isEqualTo(1);
            call.cancel();
            Awaitility.await().until(() -> served.server.streams().open() == 0);
        }
    }

    @Test
    void follow_lossNoteWithoutFlows_arrives() throws Exception {
        try (var served = new ServedRing(15)) {
            FlowCall call = FlowCall.start(served.channel(), follow()).take(100);
            served.ledger.add(new LossNote(LossNote.PERF_RING, 1, 7, START, START));
            served.ledger.flush();
            assertThat(call.next().getLostEvents().getNumEventsLost()).isEqualTo(7);
        }
    }

    @Test
    void follow_manyFollowers_costTheWriterLittleAndMissNothing() throws Exception {
        try (var served = new ServedRing(65_535)) {
            List<FlowCall> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                var request = follow();
                if (i > 0) {
                    request.addWhitelist(FlowFilter.newBuilder().addSourcePort(Integer.toString(i)));
                }
                calls.add(FlowCall.start(i % 10 == 0 ? served.channel() : served.lastChannel(), request)
                        .take(100_000));
            }
            long start = System.nanoTime();
            for (int batch = 0; batch < 100; batch++) {
                served.write(200);
            }
            long nanosPerBatch = (System.nanoTime() - start) / 100;
            log.info("100 followers: writer needs {} us for a batch of 200", nanosPerBatch / 1_000);
            assertThat(numbers(calls.get(0), 20_000)).startsWith(0).endsWith(19_999);
            for (int i = 1; i < 100; i++) {
                assertThat(ServedRing.number(calls.get(i).next())).isEqualTo(i);
                assertThat(calls.get(i).received).isEmpty();
            }
        }
    }

    @Test
    void follow_flowThatCannotBeEncoded_failsItsStreamAndNoOther() throws Exception {
        try (var served = new ServedRing(15)) {
            served.write(1);
            var drops = follow().addWhitelist(FlowFilter.newBuilder().addVerdict(Verdict.DROPPED));
            FlowCall failing = FlowCall.start(served.channel(), follow()).take(10);
            FlowCall other = FlowCall.start(served.lastChannel(), drops).take(10);
            assertThat(numbers(failing, 1)).containsExactly(0);
            served.writeBroken();
            Status status = failing.closed.get(10, TimeUnit.SECONDS);
            assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(status.getDescription()).isEqualTo("cannot encode a response; see the server's log");
            served.write(2);
            assertThat(numbers(other, 1)).containsExactly(3);
            assertThat(other.closed).isNotDone();
        }
    }

    @Test
    void follow_cancelledOrServerClosed_ends() throws Exception {
        FlowCall cut;
        try (var served = new ServedRing(15)) {
            FlowCall cancelled = FlowCall.start(served.channel(), follow()).take(10);
            cut = FlowCall.start(served.channel(), follow()).take(10);
            cancelled.cancel();
            assertThat(cancelled.closed.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.CANCELLED);
            Awaitility.await().until(() -> served.server.streams().open() == 1);
            served.write(1);
            assertThat(numbers(cut, 1)).containsExactly(0);
            assertThat(cancelled.received).isEmpty();
            served.server.close();
            assertThat(cut.closed.get(10, TimeUnit.SECONDS).isOk()).isFalse();
            Awaitility.await().until(() -> served.server.streams().open() == 0);
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith("observer-serve")));
    }

    private static GetFlowsRequest.Builder follow() {
        return GetFlowsRequest.newBuilder().setFollow(true);
    }

    private static List<Integer> numbers(FlowCall call, int count) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(ServedRing.number(call.next()));
        }
        return numbers;
    }

    private static Timestamp at(int number) {
        return Timestamp.newBuilder().setSeconds(START + number).build();
    }
}
