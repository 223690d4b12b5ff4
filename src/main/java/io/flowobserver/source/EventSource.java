// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

/** A source of samples. Only one thread may call its methods, except {@link #name()} and {@link #isLive()}. */
public interface EventSource extends AutoCloseable {
    /** Result of {@link #poll} if there will be no more samples. */
    int ENDED = -1;

    /**
     * Delivers the available samples, ordered by time. Waits at most {@code timeoutMillis} for the first sample.
     *
     * @return number of delivered samples, or {@link #ENDED}
     * @throws SourceException if the source has failed; the message is one line for the operator, and the next poll
     *     returns {@link #ENDED}
     */
    int poll(EventSink sink, int timeoutMillis) throws SourceException;

    /**
     * Returns whether the source delivers what happens now. Such a source has no end of its own: if it ends, it has
     * failed, and it may be opened again. A recording is not live: it ends when all is delivered, and it would deliver
     * the same samples again if it was opened again. Any thread.
     */
    default boolean isLive() {
        return true;
    }

    /** Returns the name of the source for messages. */
    String name();

    /** Releases all resources. Idempotent. */
    @Override
    void close();
}
