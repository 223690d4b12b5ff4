// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import org.jspecify.annotations.Nullable;

/** A live source that fails, and cannot be opened, for as long as the test says. */
final class FaultySource {
    volatile @Nullable String failure;
    /** Delivers an event that causes an exception with each poll. */
    volatile boolean sendsNull;
    /** Delivers an event of an unknown type with each poll. */
    volatile boolean sends;

    EventSource open() throws StartException {
        String reason = failure;
        if (reason != null) {
            throw new StartException(reason);
        }
        return new Opened(this);
    }

    private record Opened(FaultySource fault) implements EventSource {
        @Override
        @SuppressWarnings("NullAway") // which is the point
        public int poll(EventSink sink, int timeoutMillis) throws SourceException {
            String reason = fault.failure;
            if (reason != null) {
                throw new SourceException(reason);
            }
            if (fault.sendsNull) {
                sink.event(SampleKind.ACCESS_LOG, SampleOrigin.UNKNOWN, 0, 1, null);
                return 1;
            }
            if (fault.sends) {
                sink.event(SampleKind.PERF, SampleOrigin.UNKNOWN, 0, 1, EventBytes.of(new byte[] {6}));
                return 1;
            }
            return 0;
        }

        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
