// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.file;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all watched files once a second, on one thread. It polls, because inotify on a mounted file says nothing when
 * Kubernetes replaces the symbolic link above it, and nothing at all on most network file systems.
 *
 * <p>{@link #start} and {@link #close} are for one thread at a time, the rest for any.
 */
public final class FileWatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileWatcher.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final long CLOSE_MILLIS = 1_000;

    private final Duration interval;
    private final List<Task> tasks = new CopyOnWriteArrayList<>();
    private final LongAdder failures = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    public FileWatcher() {
        this(INTERVAL);
    }

    FileWatcher(Duration interval) {
        this.interval = interval;
    }

    /** Has the files looked at from now on, or from the start on. */
    public void watch(WatchedFiles<?> files) {
        everyLook(files::look);
    }

    /** Has the task run once a second too, on the same thread. It should not wait for anything but the disk. */
    public void everyLook(Runnable task) {
        tasks.add(new Task(task));
    }

    public void start() {
        Thread starting = new Thread(this::run, "observer-files-0");
        starting.setDaemon(true);
        starting.start();
        thread = starting;
    }

    /** Whether the thread runs: true from the start until the end of {@link #close}, unless something is wrong. */
    public boolean isAlive() {
        Thread started = thread;
        return started != null && started.isAlive();
    }

    /** How often a task threw an exception, which is a fault of this program. */
    public long failures() {
        return failures.sum();
    }

    /** Ends the thread, but does not wait longer than a second for a task that reads a large file. */
    @Override
    public void close() {
        closed.countDown();
        Thread started = thread;
        if (started != null) {
            try {
                started.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One look at everything, as the thread takes once a second; for those who have not started it. */
    public void look() {
        tasks.forEach(this::run);
    }

    private void run() {
        try {
            while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Task task) {
        try {
            task.work.run();
            task.isFailing = false;
        } catch (RuntimeException | Error e) {
            // A thread that ended here would leave all files unwatched, and nobody would notice.
            failures.increment();
            if (!task.isFailing) {
                log.error("a task of the file watcher failed; it is run again with the next look", e);
            }
            task.isFailing = true;
        }
    }

    private static final class Task {
        private final Runnable work;
        /** Whether it threw when it ran last; the watcher's thread's. */
        private boolean isFailing;

        Task(Runnable work) {
            this.work = work;
        }
    }
}
