// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.supervise;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * Runs the threads of the program again when an exception ends them, and says whether all of them run.
 *
 * <p>A thread whose task throws is started again after a delay ({@link Backoff}). The first stack trace of each kind is
 * logged. A task that returns has ended as it should. A {@link VirtualMachineError} other than
 * {@link StackOverflowError} ends the process ({@link FatalErrors}). Thread-safe.
 */
public final class Supervisor implements AutoCloseable {
    private final LongSupplier nanoTime;
    private final LongPredicate delay;
    private final ErrorLog errors = new ErrorLog();
    private final LongAdder failures = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<SupervisedTask> tasks = new CopyOnWriteArrayList<>();

    public Supervisor() {
        this.nanoTime = System::nanoTime;
        this.delay = this::awaitClose;
    }

    /**
     * @param delay waits for so many nanoseconds; false if nothing is to be started again
     */
    Supervisor(LongSupplier nanoTime, LongPredicate delay) {
        this.nanoTime = nanoTime;
        this.delay = delay;
    }

    /**
     * What is known of a thread.
     *
     * @param up whether it runs, or ended by an exception and is about to be started again for the first time
     * @param failures how often an exception ended it
     */
    public record ThreadStatus(String name, boolean up, long failures) {}

    /**
     * Returns a factory of supervised daemon threads, for those that make their threads themselves.
     *
     * @param name name of the threads
     */
    public ThreadFactory threads(String name) {
        return task -> {
            SupervisedTask supervised = new SupervisedTask(this, name, task);
            Thread thread = new Thread(supervised, name);
            thread.setDaemon(true);
            supervised.startedBy(thread);
            tasks.add(supervised);
            return thread;
        };
    }

    /** Returns whether no thread is down: each runs, or is about to be started again after its first failure. */
    public boolean isHealthy() {
        return tasks.stream().allMatch(SupervisedTask::isUp);
    }

    /** Returns the threads that have not ended as they should. */
    public List<ThreadStatus> status() {
        return tasks.stream().map(SupervisedTask::status).toList();
    }

    /** Returns how often an exception ended a thread. */
    public long failures() {
        return failures.sum();
    }

    /** Starts no thread again from now on, and ends all delays. Those who made the threads stop them. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    void failed(String name, Throwable error) {
        FatalErrors.exitIfFatal(error);
        failures.increment();
        errors.add(error, "thread " + name + " failed and is started again");
    }

    void ended(SupervisedTask task) {
        tasks.remove(task);
    }

    /** Waits before a thread is started again. Returns whether it is to be started. */
    boolean delay(long nanos) {
        return delay.test(nanos);
    }

    private boolean awaitClose(long nanos) {
        try {
            return !closed.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
