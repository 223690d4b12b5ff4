// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.flowobserver.filter.Filters;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.reader.FlowsRate;
import io.flowobserver.reader.registry.ReaderIdentity;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.Rings;
import io.grpc.Status;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers from rings in which the clock was set back twice, once after a jump far ahead. */
class ClockStepTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int[] TIMES = {
        1000, 1001, 1005, 1010, 500, 501, 502, 510, 520, 521, 99_000, 99_001, 530, 531, 531, 540
    };
    private static final int[] BOUNDS = {0, 500, 501, 515, 531, 535, 540, 541, 1000, 1004, 1010, 50_000, 99_001, 100_000
    };

    private final Rings rings = new Rings(new FlowRing(31), new LossLedger());
    private final FlowUuid uuids = new FlowUuid();
    private final FlowSource source = new FlowSource(rings, new Readers(), "node", new StreamCounts());
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final StreamLoop loop = new StreamLoop(channel.eventLoop(), new ResponseMessage(new FlowEncoder(uuids)));

    @Test
    void flows_everyRange_areThoseOfTheRange() throws Exception {
        writeFlows();
        for (int since : BOUNDS) {
            for (int until : BOUNDS) {
                GetFlowsRequest.Builder range =
                        GetFlowsRequest.newBuilder().setSince(time(since)).setUntil(time(until));
                List<Integer> expected = expected(i -> TIMES[i] >= since && TIMES[i] <= until);
                assertThat(flows(range)).as("%d to %d", since, until).isEqualTo(expected);
                assertThat(flows(range.setNumber(3)))
                        .as("3 of %d to %d", since, until)
                        .isEqualTo(expected.subList(0, Math.min(3, expected.size())));
            }
        }
    }

    @Test
    void flows_lastOnesUntil_areThoseBefore() throws Exception {
        writeFlows();
        for (int until : BOUNDS) {
            for (int number : new int[] {1, 3, 100}) {
                GetFlowsRequest.Builder last =
                        GetFlowsRequest.newBuilder().setNumber(number).setUntil(time(until));
                List<Integer> expected = expected(i -> TIMES[i] <= until);
                expected = expected.subList(Math.max(0, expected.size() - number), expected.size());
                assertThat(flows(last)).as("last %d until %d", number, until).isEqualTo(expected);
                last.addWhitelist(FlowFilter.newBuilder().addVerdict(Verdict.FORWARDED));
                assertThat(flows(last)).as("filtered").isEqualTo(expected);
            }
        }
    }

    @Test
    void rate_afterAStep_countsWhatCameSince() {
        writeFlows();
        // Four flows in eleven seconds since the step.
        assertThat(FlowsRate.of(rings.flows(), 541 * SECOND)).isBetween(0.1, 1.0);
    }

    @Test
    void agentEvents_everyRange_areNotLost() throws Exception {
        for (int time : TIMES) {
            rings.agent().write(new Notice(time * SECOND, new byte[0]));
        }
        for (int since : BOUNDS) {
            for (int until : BOUNDS) {
                GetAgentEventsRequest request = GetAgentEventsRequest.newBuilder()
                        .setSince(time(since))
                        .setUntil(time(until))
                        .build();
                Taken taken = new Taken(false);
                run(new NoticeStream(
                        taken, NoticeQueryParser.parse(request), loop, new NoticeStream.Origin(source, rings.agent())));
                assertThat(taken.times)
                        .as("%d to %d", since, until)
                        .isEqualTo(expected(i -> TIMES[i] >= since && TIMES[i] <= until));
                assertThat(taken.ended).isTrue();
            }
        }
    }

    private static List<Integer> expected(IntPredicate wanted) {
        return IntStream.range(0, TIMES.length)
                .filter(wanted)
                .mapToObj(i -> TIMES[i])
                .toList();
    }

    private void writeFlows() {
        for (int time : TIMES) {
            FlowWriter row = rings.flows().claim();
            row.addFlags(FlowFlags.EVENT_TYPE);
            row.verdict(Verdict.FORWARDED_VALUE);
            row.timeNanos(time * SECOND);
            rings.flows().publish();
        }
    }

    private List<Integer> flows(GetFlowsRequest.Builder request) throws InvalidRequest {
        Taken taken = new Taken(true);
        run(new FlowStream(taken, FlowQueryParser.parse(request.build(), new Filters(uuids)), loop, source));
        assertThat(taken.ended).isTrue();
        return taken.times;
    }

    private void run(ResponseStream stream) {
        stream.run();
        for (int turn = 0; turn < 20; turn++) {
            channel.runPendingTasks();
        }
    }

    private static Timestamp time(int seconds) {
        return Timestamp.newBuilder().setSeconds(seconds).build();
    }

    private static final class Taken implements FlowSink {
        private final List<Integer> times = new ArrayList<>();
        private final boolean flows;
        private boolean ended;

        Taken(boolean flows) {
            this.flows = flows;
        }

        @Override
        public ReaderIdentity identity() {
            return new ReaderIdentity(ReaderKind.GRPC, "test");
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(ResponseMessage message) {
            byte[] bytes = new byte[message.length()];
            message.copyTo(bytes, 0);
            try {
                Timestamp time = flows
                        ? GetFlowsResponse.parseFrom(bytes).getTime()
                        : GetAgentEventsResponse.parseFrom(bytes).getTime();
                times.add((int) time.getSeconds());
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void flush() {
            // What is sent is there at once.
        }

        @Override
        public boolean failed(Throwable error) {
            return false;
        }

        @Override
        public void close(Status reason) {
            ended = true;
            assertThat(reason).isEqualTo(Status.OK);
        }
    }
}
