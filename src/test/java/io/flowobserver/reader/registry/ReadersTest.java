// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadersTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 2_000;
    private static final int LISTED = 32;
    private static final int LEFT_OPEN = 5;

    private final Readers readers = new Readers();
    private final AtomicLong written = new AtomicLong(100);

    @Test
    void open_untilClosed_isCountedByKind() {
        OpenReader grpc = open(ReaderKind.GRPC, "a");
        OpenReader http = open(ReaderKind.HTTP, "b");
        open(ReaderKind.HTTP, "b");
        assertThat(readers.size()).isEqualTo(3);
        assertThat(readers.size(ReaderKind.HTTP)).isEqualTo(2);
        http.close();
        http.close();
        grpc.close();
        assertThat(readers.size()).isEqualTo(1);
        assertThat(readers.size(ReaderKind.HTTP)).isEqualTo(1);
        assertThat(readers.size(ReaderKind.GRPC)).isZero();
    }

    @Test
    void status_readerThatIsBehind_tellsHowFar() {
        long before = System.currentTimeMillis();
        OpenReader reader = open(ReaderKind.GRPC, "192.0.2.1:4711");
        long opened = readers.farthestBehind(1).get(0).openedMillis();
        assertThat(opened).isBetween(before, System.currentTimeMillis());
        reader.progress(60, 7);
        reader.missed(3);
        reader.missed(2);
        written.set(110);
        assertThat(readers.farthestBehind(1))
                .containsExactly(
                        new ReaderStatus(new ReaderIdentity(ReaderKind.GRPC, "192.0.2.1:4711"), opened, 60, 50, 7, 5));
        assertThat(readers.maxLag(ReaderKind.GRPC)).isEqualTo(50);
        assertThat(readers.maxLag(ReaderKind.HTTP)).isZero();
    }

    @Test
    void lag_readerThatWaitsForARowToCome_isNotNegative() {
        open(ReaderKind.GRPC, "a").progress(101, 0);
        assertThat(readers.maxLag(ReaderKind.GRPC)).isZero();
        assertThat(readers.farthestBehind(1).get(0).lag()).isZero();
    }

    @Test
    void farthestBehind_moreReadersThanListed_areTheLast() {
        for (int i = 0; i < 50; i++) {
            open(ReaderKind.GRPC, "client " + i).progress(i, 0);
        }
        assertThat(readers.farthestBehind(3))
                .extracting(reader -> reader.identity().client())
                .containsExactly("client 0", "client 1", "client 2");
    }

    @Test
    void lapped_readerClosed_staysCounted() {
        OpenReader reader = open(ReaderKind.GRPC, "a");
        reader.missed(3);
        reader.missed(4);
        reader.close();
        assertThat(readers.lapped()).isEqualTo(2);
        assertThat(readers.skipped()).isEqualTo(7);
    }

    @Test
    void open_manyThreadsOpenAndClose_nothingIsLeftOrForgotten() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        AtomicBoolean done = new AtomicBoolean();
        try {
            List<Future<Integer>> churning = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                churning.add(threads.submit(this::churn));
            }
            Future<Integer> looking = threads.submit(() -> look(done));
            int left = 0;
            for (Future<Integer> thread : churning) {
                left += thread.get(30, TimeUnit.SECONDS);
            }
            done.set(true);
            assertThat(looking.get(30, TimeUnit.SECONDS)).isPositive();
            assertThat(readers.size()).isEqualTo(left).isEqualTo(THREADS * LEFT_OPEN);
            assertThat(readers.farthestBehind(LISTED)).hasSize(LISTED);
            assertThat(readers.lapped()).isEqualTo((long) THREADS * ROUNDS);
            assertThat(readers.skipped()).isEqualTo(2L * THREADS * ROUNDS);
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    /** Opens, moves and closes readers, all but the last ones, and returns how many it leaves open. */
    private int churn() {
        for (int round = 0; round < ROUNDS; round++) {
            OpenReader reader = open(round % 2 == 0 ? ReaderKind.GRPC : ReaderKind.HTTP, "churning");
            reader.progress(written.getAndIncrement(), round);
            reader.missed(2);
            if (round < ROUNDS - LEFT_OPEN) {
                reader.close();
            }
        }
        return LEFT_OPEN;
    }

    /** Reads all that can be asked while readers come and go, at least once, and returns how often. */
    private int look(AtomicBoolean done) {
        int looks = 0;
        do {
            assertThat(readers.farthestBehind(LISTED))
                    .hasSizeLessThanOrEqualTo(LISTED)
                    .isSortedAccordingTo((a, b) -> Long.compare(b.lag(), a.lag()));
            assertThat(readers.size()).isBetween(0, THREADS * (LEFT_OPEN + 1));
            assertThat(readers.maxLag(ReaderKind.GRPC)).isNotNegative();
            looks++;
        } while (!done.get());
        return looks;
    }

    private OpenReader open(ReaderKind kind, String client) {
        return readers.open(new ReaderIdentity(kind, client), written::get);
    }
}
