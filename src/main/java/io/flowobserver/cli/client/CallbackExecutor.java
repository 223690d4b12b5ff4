// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * Runs the callbacks of a gRPC call on the thread that waits for its end. That thread therefore knows when nothing is
 * left to do, which is the moment to flush; the network thread goes on reading meanwhile. The queue is bounded by the
 * number of messages that the call asks for.
 */
final class CallbackExecutor implements Executor {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs tasks until {@code done}; calls {@code idle} whenever there is nothing to run, before it waits. */
    void runUntil(BooleanSupplier done, Idle idle) throws IOException, InterruptedException {
        while (!done.getAsBoolean()) {
            Runnable task = tasks.poll();
            if (task == null) {
                idle.onIdle();
                task = tasks.take();
            }
            task.run();
        }
    }

    /** What to do when the stream goes idle. */
    interface Idle {
        void onIdle() throws IOException;
    }
}
