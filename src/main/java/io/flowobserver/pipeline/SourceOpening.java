// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.supervise.FatalErrors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One attempt to open a source, on a thread of its own. Opening may take seconds, and the ingest thread must not stop
 * reading from other sources for that. The ingest thread calls the methods.
 */
public final class SourceOpening {
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final CompletableFuture<EventSource> result = new CompletableFuture<>();

    private SourceOpening() {}

    /** Opens a source. */
    public interface Opener {
        /**
         * Opens the source.
         *
         * @throws SourceException with one line for the operator; nothing is left open then
         */
        EventSource open() throws SourceException;
    }

    static SourceOpening start(Opener opener, String threadName) {
        SourceOpening opening = new SourceOpening();
        Thread thread = new Thread(() -> opening.run(opener), threadName);
        thread.setDaemon(true);
        thread.start();
        return opening;
    }

    /** Waits for the result. Returns whether there is one. An interrupt ends the wait, and the flag stays set. */
    boolean await(long nanos) {
        try {
            result.get(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The caller asks for the result, or comes again.
            return result.isDone();
        }
        return result.isDone();
    }

    /** Returns the opened source. Call this only if there is a result. */
    EventSource source() throws SourceException {
        try {
            return result.get(0, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof SourceException known ? known : new SourceException(String.valueOf(cause), cause);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("the source is still being opened", e);
        }
    }

    /** Waits for the end of the attempt, at most five seconds, and closes the source if it was opened. */
    void cancel() {
        CompletableFuture<Void> closed = result.thenAccept(EventSource::close);
        try {
            closed.get(CLOSE_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException ignored) {
            // It was not opened, or is closed as soon as it is.
            return;
        }
    }

    private void run(Opener opener) {
        try {
            result.complete(opener.open());
        } catch (SourceException | RuntimeException | Error e) {
            FatalErrors.exitIfFatal(e);
            result.completeExceptionally(e);
        }
    }
}
