// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.supervise.Backoff;
import io.flowobserver.supervise.ErrorLog;
import io.flowobserver.supervise.FatalErrors;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one source running: a live source that ends or fails is opened again with back-off. To whoever polls it, it is
 * a source that never throws, and that ends only if there is nothing more to come.
 *
 * <p>One thread calls {@link #poll} and {@link #close}: the ingest thread, or the thread of a {@link QueuedSource}. Any
 * thread may ask for the state.
 */
public final class SourceRunner implements EventSource {
    private static final Logger log = LoggerFactory.getLogger(SourceRunner.class);

    private final String name;
    private final SourceOpening.Opener opener;
    private final OptionalInt retryLimit;
    private final LongSupplier nanoTime;
    private final Backoff backoff = new Backoff();
    private final ErrorLog errors = new ErrorLog();
    private final EventCounters counters = new EventCounters();

    private Runnable whenFailed = () -> {};
    private @Nullable EventSource source;
    private @Nullable SourceOpening opening;
    /** When the source was opened, or is to be opened. */
    private long sinceNanos;

    private volatile State state = State.STARTING;
    private volatile String error = "";
    private volatile long retries;

    /** What a source does. */
    public enum State {
        /** It was not opened yet. */
        STARTING,
        RUNNING,
        /** It has failed and will be opened again. */
        RETRYING,
        /** It has delivered all that it had. */
        ENDED,
        /** It has failed for good. */
        FAILED;

        /** Returns the name of the state in status and metrics. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param name for messages, for example {@code bpf}
     * @param opener called by {@link #open}, and by a thread of its own for each retry
     * @param retryLimit how many retries in a row may fail; empty for no limit
     */
    public SourceRunner(String name, SourceOpening.Opener opener, OptionalInt retryLimit) {
        this(name, opener, retryLimit, System::nanoTime);
    }

    SourceRunner(String name, SourceOpening.Opener opener, OptionalInt retryLimit, LongSupplier nanoTime) {
        this.name = name;
        this.opener = opener;
        this.retryLimit = retryLimit;
        this.nanoTime = nanoTime;
    }

    /** Opens the source for the first time, before the ingest thread starts. A failure is not retried. */
    public void open() throws SourceException {
        opened(opener.open());
    }

    /** Returns what became of the events of this source. Only the thread that processes them counts. */
    public EventCounters counters() {
        return counters;
    }

    /** Sets what is called when the source fails for good, by the thread that polls. Call this before the first poll. */
    public void whenFailed(Runnable listener) {
        whenFailed = listener;
    }

    /** Says in the log what became of the events, after all of them were processed. */
    void tellEnd() {
        log.info("source {} has ended: {}", name, counters.summary());
    }

    public State state() {
        return state;
    }

    /** Returns whether the source delivers, or has delivered all that it had. */
    public boolean isReady() {
        return state == State.RUNNING || state == State.ENDED;
    }

    /** Returns why the source failed last; empty if it did not since it was opened. */
    public String error() {
        return error;
    }

    /** Returns how often it was tried to open the source again. */
    public long retries() {
        return retries;
    }

    @Override
    public int poll(EventSink sink, int timeoutMillis) {
        EventSource current = source;
        if (current == null) {
            return state == State.RETRYING ? retry(timeoutMillis) : ENDED;
        }
        try {
            int events = current.poll(sink, timeoutMillis);
            if (events != ENDED) {
                return events;
            }
            ended(current);
        } catch (SourceException e) {
            failed(current, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            FatalErrors.exitIfFatal(e);
            errors.add(e, "source " + name + " failed");
            failed(current, e.toString());
        }
        return source == null && state != State.RETRYING ? ENDED : 0;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        closeSource();
        if (opening != null) {
            opening.cancel();
            opening = null;
        }
    }

    private void opened(EventSource opened) {
        source = opened;
        sinceNanos = nanoTime.getAsLong();
        error = "";
        state = State.RUNNING;
    }

    private void ended(EventSource current) {
        if (current.isLive()) {
            failed(current, "it ended although nobody stopped it");
        } else {
            closeSource();
            state = State.ENDED;
        }
    }

    private void failed(EventSource current, String reason) {
        closeSource();
        if (current.isLive()) {
            scheduleRetry(nanoTime.getAsLong() - sinceNanos, reason);
        } else {
            // Opened again, it would deliver the same events a second time.
            giveUp(reason);
        }
    }

    private void scheduleRetry(long workedNanos, String reason) {
        long delayNanos = backoff.failed(workedNanos);
        if (retryLimit.isPresent() && backoff.failures() > retryLimit.getAsInt()) {
            giveUp(reason);
            return;
        }
        error = reason;
        sinceNanos = nanoTime.getAsLong() + delayNanos;
        state = State.RETRYING;
        long seconds = TimeUnit.NANOSECONDS.toSeconds(delayNanos);
        log.error("source {} failed and is opened again in {} s: {}", name, seconds, reason);
    }

    private void giveUp(String reason) {
        error = reason;
        state = State.FAILED;
        log.error("source {} failed for good: {}", name, reason);
        whenFailed.run();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes the field
    private int retry(int timeoutMillis) {
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        if (opening == null) {
            long leftNanos = sinceNanos - nanoTime.getAsLong();
            if (leftNanos > 0) {
                LockSupport.parkNanos(Math.min(leftNanos, timeoutNanos));
                return 0;
            }
            retries++;
            opening = SourceOpening.start(opener, "observer-source-" + name);
        }
        if (opening.await(timeoutNanos)) {
            finish(opening);
        }
        return state == State.FAILED ? ENDED : 0;
    }

    private void finish(SourceOpening finished) {
        opening = null;
        try {
            opened(finished.source());
            log.info("source {} is open again", name);
        } catch (SourceException e) {
            scheduleRetry(0, String.valueOf(e.getMessage()));
        }
    }

    private void closeSource() {
        EventSource closing = source;
        source = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (RuntimeException e) {
                errors.add(e, "source " + name + " was not closed cleanly");
            }
        }
    }
}
