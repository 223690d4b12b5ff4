// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.SourceException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Sweeps the connection tables of the programs once a second: quiet connections tell what they owe, and those that are
 * over make room. Closing it ends its thread; a sweep that is under way is waited for.
 */
final class ConnectionSweeper implements AutoCloseable {
    private static final long EVERY_MILLIS = 1_000;
    private static final long JOIN_MILLIS = 5_000;

    private final Sweep sweep;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** One sweep of all tables. */
    interface Sweep {
        void run() throws SourceException;
    }

    /** @param threads starts the thread again if a sweep fails */
    ConnectionSweeper(Sweep sweep, ThreadFactory threads) {
        this.sweep = sweep;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    private void run() {
        try {
            while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                sweep.run();
            }
        } catch (SourceException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
