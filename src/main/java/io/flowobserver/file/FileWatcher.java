// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.file;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all watched files once a second, on one thread. It polls, because inotify on a mounted file says nothing when
 * Kubernetes replaces the symbolic link above it, and nothing at all on most network file systems.
 *
 * <p>{@link #start} may be called once, and not after {@link #close}. Any thread may call the rest.
 */
public final class FileWatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileWatcher.class);
    private static final long INTERVAL_MILLIS = 1_000;
    private static final long CLOSE_MILLIS = 1_000;

    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();
    private final List<WatchedFiles<?>> watched = new CopyOnWriteArrayList<>();
    /** A permit ends the pause before the next look. */
    private final Semaphore wake = new Semaphore(0);

    private final AtomicBoolean again = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;
    /** Whether a task failed before. Written by the thread that looks. */
    private boolean failed;

    /** @param threads creates the thread, which looks at the files until {@link #close} */
    public FileWatcher(ThreadFactory threads) {
        thread = threads.newThread(this::run);
    }

    /** Adds files to look at. */
    public void watch(WatchedFiles<?> files) {
        watched.add(files);
        everyLook(files::look);
    }

    /** Takes the next look at once, and has all files read by it, also those that have not changed. */
    public void readAgain() {
        again.set(true);
        wake.release();
    }

    /** Adds a task that runs with each look, on the same thread. It may wait for nothing but the disk. */
    public void everyLook(Runnable task) {
        tasks.add(task);
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the thread runs: from the start until the end of {@link #close}, unless something is wrong. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /**
     * Takes one look on the calling thread. Only the thread may call it once that has started. A task that throws an
     * exception does not keep the others from running. An error is thrown to the caller, except for a stack overflow.
     */
    public void look() {
        if (again.getAndSet(false)) {
            watched.forEach(WatchedFiles::forget);
        }
        for (Runnable task : tasks) {
            try {
                task.run();
            } catch (RuntimeException | StackOverflowError e) {
                if (!failed) {
                    log.error("a task of the file watcher failed; further failures are not logged", e);
                }
                failed = true;
            }
        }
    }

    /** Ends the thread, but does not wait longer than a second for a task that reads a large file. */
    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                look();
                if (wake.tryAcquire(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
