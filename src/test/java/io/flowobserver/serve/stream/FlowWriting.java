// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.serve.ServedRing;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes flows into a ring, a few hundred a second, until it is closed. */
public final class FlowWriting implements AutoCloseable {
    private static final int BATCH = 2;

    private static final int PAUSE_MILLIS = 5;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    public FlowWriting(ServedRing served) {
        thread = new Thread(() -> write(served), "flow-writing");
        thread.start();
    }

    /** Nothing is written after this. */
    public void stop() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void write(ServedRing served) {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                served.write(BATCH);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
