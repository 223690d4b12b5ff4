// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.supervise;

import org.jspecify.annotations.Nullable;

/** One thread's task, run again after an exception. */
final class SupervisedTask implements Runnable {
    /** How late a thread may be after its delay. A busy machine is no failure. */
    private static final long GRACE_NANOS = 5_000_000_000L;

    private final Supervisor supervisor;
    private final String name;
    private final Runnable task;
    private final Backoff backoff = new Backoff();
    private volatile @Nullable Thread thread;
    private volatile Phase phase = new Phase(false, 0, 0, 0);
    private volatile long failures;

    SupervisedTask(Supervisor supervisor, String name, Runnable task) {
        this.supervisor = supervisor;
        this.name = name;
        this.task = task;
    }

    /**
     * What the thread does. Written by the thread itself.
     *
     * @param running false during a delay
     * @param sinceNanos when this phase began
     * @param delayNanos the last delay
     * @param inARow failures in a row
     */
    private record Phase(boolean running, long sinceNanos, long delayNanos, int inARow) {}

    void startedBy(Thread started) {
        thread = started;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes the field
    @Override
    public void run() {
        long delayNanos = 0;
        do {
            long start = supervisor.nanoTime();
            phase = new Phase(true, start, delayNanos, backoff.failures());
            try {
                task.run();
                break;
            } catch (RuntimeException | Error e) {
                supervisor.failed(name, e);
                failures++;
                long now = supervisor.nanoTime();
                delayNanos = backoff.failed(now - start);
                phase = new Phase(false, now, delayNanos, backoff.failures());
            }
        } while (supervisor.delay(delayNanos));
        supervisor.ended(this);
    }

    /** A thread that failed again before it had worked as long as its delay is down until it has. */
    boolean isUp() {
        Thread started = thread;
        if (started == null || started.getState() == Thread.State.NEW) {
            return true;
        }
        if (!started.isAlive()) {
            return false;
        }
        Phase now = phase;
        long lasted = supervisor.nanoTime() - now.sinceNanos;
        if (now.running) {
            return now.inARow <= 1 || lasted >= now.delayNanos;
        }
        return now.inARow <= 1 && lasted <= now.delayNanos + GRACE_NANOS;
    }

    Supervisor.ThreadStatus status() {
        return new Supervisor.ThreadStatus(name, isUp(), failures);
    }
}
