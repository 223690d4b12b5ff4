// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flowobserver.filter.Filters;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.proto.flow.LostEventSource;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.reader.FlowQuery;
import io.flowobserver.reader.registry.ReaderIdentity;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.Rings;
import io.flowobserver.serve.ServedRing;
import io.grpc.Status;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers while the ring moves on, at moments of the test's choice. */
class FlowStreamTest {
    private final Rings rings = Rings.ofFlows(7);
    private final FlowUuid uuids = new FlowUuid();
    private final FlowSource source = new FlowSource(rings, new Readers(), ServedRing.NODE, new StreamCounts());
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final StreamLoop loop = new StreamLoop(channel.eventLoop(), new ResponseMessage(new FlowEncoder(uuids)));
    private final Taken taken = new Taken();

    @Test
    void turn_oldestOverwrittenBeforeItBegan_wereNeverPromised() throws Exception {
        write(20);
        ResponseStream all = open(GetFlowsRequest.newBuilder());
        write(5);
        run(all);
        assertThat(taken.numbers).containsExactly(18, 19);
        assertThat(taken.status).isEqualTo(Status.OK);
        assertThat(source.readers().skipped()).isZero();
    }

    @Test
    void turn_lastOnesOverwrittenBeforeItBegan_areCountedWhenItEnds() throws Exception {
        write(20);
        ResponseStream last = open(GetFlowsRequest.newBuilder().setNumber(3));
        run(last, () -> write(6));
        assertThat(taken.numbers).containsExactly(19, -2);
        assertThat(taken.status).isEqualTo(Status.OK);
        assertThat(source.readers().skipped()).isEqualTo(2);
    }

    @Test
    void turn_lappedFollower_isToldAtTheRingsEndAndNotTwiceASecond() throws Exception {
        ResponseStream follower = open(GetFlowsRequest.newBuilder().setFollow(true));
        run(follower);
        write(10);
        run(follower);
        assertThat(taken.numbers).containsExactly(3, 4, 5, 6, 7, 8, 9, -3);
        taken.numbers.clear();
        write(8);
        run(follower);
        assertThat(taken.numbers).containsExactly(11, 12, 13, 14, 15, 16, 17);
        assertThat(source.readers().skipped()).isEqualTo(4);
    }

    @Test
    void turn_clientWithoutRoom_losesWhatTheRingLost() throws Exception {
        taken.room = 2;
        ResponseStream follower = open(GetFlowsRequest.newBuilder().setFollow(true));
        write(5);
        run(follower);
        assertThat(taken.numbers).containsExactly(0, 1);
        write(10);
        taken.room = 100;
        follower.wake();
        runTurns();
        assertThat(taken.numbers).containsExactly(0, 1, 8, 9, 10, 11, 12, 13, 14, -6);
    }

    private void write(int flows) {
        for (int i = 0; i < flows; i++) {
            ServedRing.fill(rings.flows());
        }
    }

    private ResponseStream open(GetFlowsRequest.Builder request) throws InvalidRequest {
        FlowQuery query = FlowQueryParser.parse(request.build(), new Filters(uuids));
        return new FlowStream(taken, query, loop, source);
    }

    private void run(ResponseStream stream) {
        run(stream, () -> {});
    }

    /** Has it find its start, lets something happen, and has it go on as far as it comes. */
    private void run(ResponseStream stream, Runnable between) {
        stream.run();
        between.run();
        runTurns();
    }

    /** More than any answer here needs, however short the time that a slow machine leaves for each. */
    private void runTurns() {
        for (int turn = 0; turn < 20; turn++) {
            channel.runPendingTasks();
        }
    }

    /** The numbers of the flows that were sent, and minus the number of a loss. */
    private static final class Taken implements FlowSink {
        private final List<Integer> numbers = new ArrayList<>();
        private int room = 100;
        private @Nullable Status status;

        @Override
        public ReaderIdentity identity() {
            return new ReaderIdentity(ReaderKind.GRPC, "test");
        }

        @Override
        public boolean isReady() {
            return numbers.size() < room;
        }

        @Override
        public void send(ResponseMessage message) {
            byte[] bytes = new byte[message.length()];
            message.copyTo(bytes, 0);
            try {
                GetFlowsResponse response = GetFlowsResponse.parseFrom(bytes);
                if (response.hasLostEvents()) {
                    assertThat(response.getLostEvents().getSource()).isEqualTo(LostEventSource.HUBBLE_RING_BUFFER);
                    numbers.add((int) -response.getLostEvents().getNumEventsLost());
                } else {
                    numbers.add(ServedRing.number(response));
                }
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
            status = reason;
        }
    }
}
