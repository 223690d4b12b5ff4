// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

/** A place where samples come from. All methods but {@link #name()} belong to one thread. */
public interface EventSource extends AutoCloseable {
    /** Answer of {@link #poll} when nothing will ever come again. */
    int ENDED = -1;

    /**
     * Delivers what is there, in the order of time, waiting at most {@code timeoutMillis} for the first of it.
     *
     * @return how many samples were delivered, or {@link #ENDED}
     * @throws SourceException if the source is broken; its message is one line for the operator, and the next poll
     *     answers {@link #ENDED}
     */
    int poll(EventSink sink, int timeoutMillis) throws SourceException;

    /** What to call the source in messages. */
    String name();

    /** Gives everything back; does nothing the second time. */
    @Override
    void close();
}
