// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * Runs the callbacks of a gRPC call on the thread that waits for the end of the call. That thread therefore knows when
 * no task is left, and flushes the output then. Meanwhile the network thread continues to read. The number of messages
 * that the call requests limits the queue.
 */
final class CallbackExecutor implements Executor {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs tasks until {@code done} returns true. Calls {@code idle} each time before it waits for a task. */
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

    /** The action for an empty queue. */
    interface Idle {
        void onIdle() throws IOException;
    }
}
