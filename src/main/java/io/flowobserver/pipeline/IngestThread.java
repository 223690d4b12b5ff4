// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that runs the pipeline until the source ends or the daemon stops. After the start it owns the source, and
 * it closes the source at its end. Several sources are one source here: see {@link SourceMerge}.
 */
public final class IngestThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(IngestThread.class);
    private static final long JOIN_MILLIS = 5_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Pipeline pipeline;
    private final EventSource source;
    private final EventSink sink;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean stopping;

    /**
     * Creates the thread but does not start it.
     *
     * @param sink the pipeline itself, or a sink that forwards to it
     * @param threads makes the thread; may run its task again if it throws
     */
    public IngestThread(Pipeline pipeline, EventSource source, EventSink sink, ThreadFactory threads) {
        this.pipeline = pipeline;
        this.source = source;
        this.sink = sink;
        this.thread = threads.newThread(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Waits until the source has ended and everything from it is published. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Stops polling and closes the source. Idempotent. */
    @Override
    public void close() {
        stopping = true;
        if (thread.getState() == Thread.State.NEW) {
            source.close();
            return;
        }
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            // It may have ended while it waited to be started again.
            source.close();
        }
    }

    /** A RuntimeException leaves the source open, because a supervisor calls this again. */
    private void run() {
        try {
            int events = 0;
            while (!stopping && events != EventSource.ENDED) {
                events = pipeline.runBatch(source, sink, System.currentTimeMillis() * NANOS_PER_MILLI);
                if (events == 0) {
                    sink.idle();
                }
            }
            if (!stopping) {
                log.info(
                        "source {} has ended: {}",
                        source.name(),
                        pipeline.counters().summary());
            }
        } catch (SourceException e) {
            log.error(
                    "observation has stopped: {}; before that {}",
                    e.getMessage(),
                    pipeline.counters().summary());
        }
        source.close();
        ended.countDown();
    }
}
