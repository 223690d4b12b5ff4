// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static io.flowobserver.serve.ServedRing.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.reader.FlowsRate;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.serve.ServedRing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers from a ring that is being written: each has exactly the flows that were asked for. */
class ITLiveRing {
    private static final int CALLS = 2_000;
    private static final int CAPACITY = 65_535;
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {5_000, 500_000})
    void getFlows_ringIsBeingWritten_hasTheNewestFlowsAndNoOthers(int perSecond) throws Exception {
        try (var served = new ServedRing(CAPACITY);
                var writer = new Writer(perSecond, served::write)) {
            ObserverGrpc.ObserverBlockingStub stub = ObserverGrpc.newBlockingStub(served.channel());
            writer.await(served.ring::written, 1_000);
            for (int call = 0; call < CALLS; call++) {
                int number = call % 3 == 0 ? 1 : 1 + call % 40;
                boolean filtered = call % 2 == 1;
                var request = GetFlowsRequest.newBuilder().setNumber(number);
                if (filtered) {
                    request.addWhitelist(FlowFilter.newBuilder().addVerdict(Verdict.DROPPED));
                }
                long before = served.ring.written();
                List<Long> sequences = new ArrayList<>();
                stub.getFlows(request.build()).forEachRemaining(response -> sequences.add(sequence(response)));
                long after = served.ring.written();
                check(sequences, number, filtered ? 4 : 1, before, after);
            }
        }
    }

    @Test
    void getAgentEvents_ringIsBeingWritten_hasTheNewestEventsAndNoOthers() throws Exception {
        try (var served = new ServedRing(15);
                var writer = new Writer(5_000, served::writeAgentEvents)) {
            ObserverGrpc.ObserverBlockingStub stub = ObserverGrpc.newBlockingStub(served.channel());
            writer.await(served.rings.agent()::written, 1_000);
            for (int call = 0; call < CALLS; call++) {
                int number = 1 + call % 40;
                long before = served.rings.agent().written();
                List<Long> sequences = new ArrayList<>();
                stub.getAgentEvents(GetAgentEventsRequest.newBuilder()
                                .setNumber(number)
                                .build())
                        .forEachRemaining(response -> sequences.add(sequence(response)));
                check(sequences, number, 1, before, served.rings.agent().written());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 5_000, 50_000, 500_000})
    void flowsRate_ringIsBeingWritten_isThatOfTheWriter(int perSecond) throws Exception {
        var ring = new FlowRing(1 << 14);
        try (var writer = new Writer(perSecond, flows -> fill(ring, flows))) {
            writer.await(ring::written, perSecond < 5_000 ? 500 : 2L << 14);
            int wrong = 0;
            for (int look = 0; look < 300; look++) {
                long written = ring.written();
                long start = System.nanoTime();
                double rate = FlowsRate.of(ring, now());
                // The writer's own clock is the judge: it writes as many flows as are due, whenever it runs.
                double actual = writer.rate();
                wrong += Math.abs(rate - actual) > actual / 10 ? 1 : 0;
                assertThat(ring.written()).isGreaterThanOrEqualTo(written);
                LockSupport.parkNanos(Math.max(0, 2_000_000 - (System.nanoTime() - start)));
            }
            // A writer that the machine stops for a while is slower than it says; the rate then is right and the judge
            // not.
            assertThat(wrong).as("looks that were off by more than a tenth").isLessThan(30);
        }
    }

    private static void check(List<Long> sequences, int number, int step, long before, long after) {
        assertThat(sequences).hasSize(number);
        for (int i = 1; i < number; i++) {
            assertThat(sequences.get(i)).isEqualTo(sequences.get(i - 1) + step);
        }
        assertThat(sequences.get(number - 1)).isBetween(before - step, after - 1);
    }

    /** The sequence of a flow, which its time tells; a loss note has none. */
    private static long sequence(GetFlowsResponse response) {
        assertThat(response.hasFlow()).as("a flow, not %s", response).isTrue();
        return response.getFlow().getTime().getSeconds() - START;
    }

    private static long sequence(GetAgentEventsResponse response) {
        AgentEvent event = response.getAgentEvent();
        return event.getEndpointUpdate().getId();
    }

    private static void fill(FlowRing ring, int flows) {
        for (int i = 0; i < flows; i++) {
            FlowWriter row = ring.claim();
            row.timeNanos(now());
            ring.publish();
        }
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * SECOND + now.getNano();
    }

    /** Writes at a steady rate in batches of a few milliseconds, as the ingest thread does. */
    private static final class Writer implements AutoCloseable {
        private final int perSecond;
        private final Batch batch;
        private final Thread thread;
        private volatile boolean closed;

        interface Batch {
            void write(int flows);
        }

        Writer(int perSecond, Batch batch) {
            this.perSecond = perSecond;
            this.batch = batch;
            this.thread = new Thread(this::run, "live-ring-writer");
            thread.start();
        }

        double rate() {
            return perSecond;
        }

        void await(LongSupplier written, long flows) {
            long deadline = System.nanoTime() + 20 * SECOND;
            while (written.getAsLong() < flows) {
                assertThat(System.nanoTime()).as("flows are written").isLessThan(deadline);
                LockSupport.parkNanos(1_000_000);
            }
        }

        private void run() {
            long start = System.nanoTime();
            long done = 0;
            while (!closed) {
                long due = (System.nanoTime() - start) * perSecond / SECOND;
                batch.write((int) (due - done));
                done = due;
                LockSupport.parkNanos(2_000_000);
            }
        }

        @Override
        public void close() {
            closed = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
