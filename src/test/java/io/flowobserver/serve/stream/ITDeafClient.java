// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.flow.LostEventSource;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A client that follows and does not read, over TCP: a million flows as fast as they can be written, or 100,000 a second
 * for as many seconds as {@code -Dobserver.soak.seconds} says.
 */
class ITDeafClient {
    private static final int SECONDS = Integer.getInteger("observer.soak.seconds", 0);
    private static final int FLOWS_A_SECOND = 100_000;
    private static final int FLOWS = SECONDS > 0 ? SECONDS * FLOWS_A_SECOND : 1_000_000;
    private static final int BATCH = 500;
    private static final int SAMPLES = 20;

    /** The pool of buffers grows by chunks of 2 MiB; a million flows are 400 MiB. */
    private static final long DIRECT_SLACK = 4 << 20;

    private static final long HEAP_SLACK = 4 << 20;
    private static final int RING = 8_191;

    private long mostDirect;
    private long mostHeap;

    @Test
    void follow_clientThatDoesNotRead_costsNoMemoryAndIsToldTheExactLoss() throws Exception {
        try (var served = new ServedRing(RING)) {
            FlowCall call = FlowCall.start(
                    served.channel(), GetFlowsRequest.newBuilder().setFollow(true));
            int before = writeUntilDeaf(served);
            sample();
            long direct = mostDirect;
            long heap = mostHeap;
            for (int i = 0; i < SAMPLES; i++) {
                write(served, FLOWS / SAMPLES);
                sample();
            }
            System.out.printf(
                    "deaf client, %,d flows: direct memory %,d KiB, then %,d more at most; heap %,d KiB, then %,d more%n",
                    FLOWS, direct >> 10, (mostDirect - direct) >> 10, heap >> 10, (mostHeap - heap) >> 10);
            assertThat(mostDirect - direct).as("direct memory").isLessThan(DIRECT_SLACK);
            assertThat(mostHeap - heap).as("heap").isLessThan(HEAP_SLACK);

            call.take(Integer.MAX_VALUE);
            long lost = readAll(call, before + FLOWS);
            assertThat(served.readers.skipped()).isEqualTo(lost);
            assertThat(served.readers.lapped()).isBetween(1L, lost);
            served.write(1);
            assertThat(ServedRing.number(call.next())).isEqualTo(before + FLOWS & 0xFFFF);
            assertThat(call.received).isEmpty();
        }
    }

    /** Takes messages until all that was written is accounted for, and returns how many were lost. */
    private static long readAll(FlowCall call, long written) throws InterruptedException {
        long flows = 0;
        long lost = 0;
        while (flows + lost < written) {
            GetFlowsResponse response = call.next();
            if (response.hasFlow()) {
                flows++;
                continue;
            }
            assertThat(response.getLostEvents().getSource()).isEqualTo(LostEventSource.HUBBLE_RING_BUFFER);
            assertThat(response.getLostEvents().hasCpu()).isFalse();
            assertThat(response.getNodeName()).isEqualTo(ServedRing.NODE);
            lost += response.getLostEvents().getNumEventsLost();
        }
        System.out.printf("deaf client: %,d flows and %,d lost of %,d%n", flows, lost, written);
        assertThat(flows + lost).isEqualTo(written);
        assertThat(lost).isPositive();
        return lost;
    }

    /** Writes until the stream waits for its client, so that all buffers that it needs are there. */
    private static int writeUntilDeaf(ServedRing served) {
        AtomicInteger written = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            served.write(BATCH);
            written.addAndGet(BATCH);
            return served.readers.maxLag(ReaderKind.GRPC) > RING;
        });
        return written.get();
    }

    private static void write(ServedRing served, int flows) {
        long start = System.nanoTime();
        for (int written = 0; written < flows; written += BATCH) {
            served.write(BATCH);
            long due = SECONDS > 0 ? start + (written + BATCH) * 1_000_000_000L / FLOWS_A_SECOND : start;
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private void sample() {
        System.gc();
        long pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        mostDirect = Math.max(mostDirect, pools + Math.max(0, PlatformDependent.usedDirectMemory()));
        mostHeap = Math.max(
                mostHeap,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
}
