// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.source.CapturedLoss;
import io.flowobserver.source.Delivered;
import io.flowobserver.source.EventSink;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventQueueTest {
    private static final int CAPACITY = 1024;
    private static final int EVENTS = 200_000;

    private final EventQueue queue = new EventQueue(CAPACITY);
    private final Delivered delivered = new Delivered();

    @Test
    void take_eventsAndLosses_areWhatWasPutInOrder() {
        assertThat(queue.offer(0xff, 0xffff, 2, 3, bytes(0))).isTrue();
        assertThat(queue.offer(4, SampleOrigin.OWN, -1, -5, bytes(13))).isTrue();
        assertThat(queue.offerLoss(6, Integer.MIN_VALUE, -1, 7, 8)).isTrue();
        queue.look();
        assertThat(queue.offer(0, SampleOrigin.UNKNOWN, 0, 0, bytes(1))).isTrue();
        assertThat(queue.nextNanos()).isEqualTo(3);
        queue.take(delivered);
        queue.take(delivered);
        assertThat(queue.nextNanos())
                .as("a loss stands behind the event before it")
                .isEqualTo(-5);
        queue.take(delivered);
        assertThat(queue.hasNext()).as("put after the look").isFalse();
        assertThat(delivered.events)
                .containsExactly(
                        Delivered.event(0xff, 0xffff, 2, 3, new byte[0]),
                        Delivered.event(4, SampleOrigin.OWN, -1, -5, bytes(13).toArray()));
        assertThat(delivered.losses).containsExactly(new CapturedLoss(6, Integer.MIN_VALUE, -1, 7, 8));
    }

    @Test
    void offer_full_isRefusedUntilSomethingIsTaken() {
        int put = 0;
        while (queue.offer(0, SampleOrigin.UNKNOWN, 0, put, bytes(100))) {
            put++;
        }
        assertThat(put).isEqualTo(CAPACITY / 128);
        assertThat(queue.offerLoss(0, 0, 0, 0, 0)).isFalse();
        queue.look();
        assertThat(queue.hasNext()).isTrue();
        queue.take(delivered);
        assertThat(queue.offer(0, SampleOrigin.UNKNOWN, 0, put, bytes(100))).isTrue();
        assertThat(queue.offer(0, SampleOrigin.UNKNOWN, 0, put, bytes(100))).isFalse();
        drain(delivered);
        assertThat(delivered.events)
                .extracting(Delivered.Event::timeNanos)
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    /** Whatever fits finds room once the queue is empty, wherever in the buffer its end is then. */
    @Test
    void offer_longestEvent_fitsAtEveryPosition() {
        int longest = CAPACITY / 2 - EventQueue.HEADER_BYTES;
        assertThat(queue.fits(longest)).isTrue();
        assertThat(queue.fits(longest + 1)).isFalse();
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(queue.offer(0, SampleOrigin.UNKNOWN, 0, i, bytes(i % 40)))
                    .isTrue();
            drain(delivered);
            assertThat(queue.offer(0, SampleOrigin.UNKNOWN, 0, i, bytes(longest)))
                    .as("after %s", i)
                    .isTrue();
            drain(delivered);
            assertThat(queue.offer(0, SampleOrigin.UNKNOWN, 0, i, bytes(longest + 1)))
                    .isFalse();
        }
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(delivered.events.get(2 * i))
                    .isEqualTo(Delivered.event(0, 0, i, bytes(i % 40).toArray()));
            assertThat(delivered.events.get(2 * i + 1))
                    .isEqualTo(Delivered.event(0, 0, i, bytes(longest).toArray()));
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void offerAndTake_twoThreads_everyEventOnceAndWhole() throws Exception {
        Thread reader = new Thread(() -> {
            Random random = new Random(1);
            for (int i = 0; i < EVENTS; i++) {
                EventBytes event = bytes(random.nextInt(200));
                while (!queue.offer(i & 0xff, i & 0xffff, -i, i, event)) {
                    LockSupport.parkNanos(1_000);
                }
            }
        });
        reader.setDaemon(true);
        reader.start();
        Random random = new Random(1);
        List<String> wrong = new ArrayList<>();
        int[] next = {0};
        EventSink sink = sink((kind, origin, cpu, nanos, bytes) -> {
            int i = next[0];
            boolean right = kind == (i & 0xff) && origin == (i & 0xffff) && cpu == -i && nanos == i;
            right &= isMade(bytes, random.nextInt(200));
            if (!right) {
                wrong.add("event " + next[0] + " is " + kind + ", " + nanos + ", " + bytes.length() + " bytes");
            }
            next[0]++;
        });
        while (next[0] < EVENTS && wrong.isEmpty()) {
            drain(sink);
            LockSupport.parkNanos(1_000);
        }
        assertThat(wrong).isEmpty();
        reader.join();
    }

    @Test
    void offerAndTake_manyEvents_allocateNothing() {
        EventBytes event = bytes(100);
        EventSink sink = sink((kind, origin, cpu, nanos, bytes) -> {});
        queue.offer(0, SampleOrigin.UNKNOWN, 0, 0, event);
        drain(sink);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < EVENTS; i++) {
            queue.offer(0, SampleOrigin.UNKNOWN, 0, i, event);
            queue.offerLoss(0, 0, 1, 0, 0);
            drain(sink);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 10);
    }

    private void drain(EventSink sink) {
        queue.look();
        while (queue.hasNext()) {
            queue.take(sink);
        }
    }

    private static EventBytes bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i + length);
        }
        return EventBytes.of(bytes);
    }

    private static boolean isMade(EventBytes bytes, int length) {
        boolean right = bytes.length() == length;
        for (int i = 0; right && i < length; i++) {
            right = (byte) bytes.u8(i) == (byte) (i + length);
        }
        return right;
    }

    private interface OnEvent {
        void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes);
    }

    private static EventSink sink(OnEvent onEvent) {
        return new EventSink() {
            @Override
            public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
                onEvent.event(kind, origin, cpu, timeNanos, bytes);
            }

            @Override
            public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
                // Passed over.
            }
        };
    }
}
