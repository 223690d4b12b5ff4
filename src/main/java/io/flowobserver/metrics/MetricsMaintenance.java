// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.entity.PodName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps flow metrics up to date, once a second on a thread of its own: they are what a file says, if there is one, and
 * lose the series of pods that are gone.
 *
 * <p>{@link #start} and {@link #close} are for one thread at a time, the rest for any.
 */
public final class MetricsMaintenance implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 1_000;
    private static final long CLOSE_MILLIS = 2_000;

    private final FlowMetrics flows;
    private final @Nullable MetricsFile file;
    private final DeletedPods departed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread thread;

    public MetricsMaintenance(FlowMetrics flows, Optional<Path> file) {
        this(flows, file, System::nanoTime);
    }

    public MetricsMaintenance(FlowMetrics flows, Optional<Path> file, LongSupplier nanos) {
        this.flows = flows;
        this.file = file.map(path -> new MetricsFile(path, flows)).orElse(null);
        this.departed = new DeletedPods(nanos);
    }

    /**
     * Looks at the file once on the calling thread, then goes on by itself. A file may come later.
     *
     * @param threads makes the thread; may run its task again if it throws
     */
    public void start(ThreadFactory threads) {
        run();
        thread = threads.newThread(this::runForEver);
        thread.start();
    }

    /** Says which pods there are from now on. */
    public void pods(Set<PodName> present) {
        departed.present(present);
    }

    /** The file that says which metrics there are, if there is one. */
    public Optional<MetricsFile> file() {
        return Optional.ofNullable(file);
    }

    @Override
    public void close() {
        closed.countDown();
        if (thread != null) {
            try {
                thread.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One look at everything. */
    public void run() {
        if (file != null) {
            file.check();
        }
        flows.forget(departed.due());
    }

    private void runForEver() {
        try {
            while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
