// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.grpc.Status;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is known of one HTTP/2 stream: its call, and how the two sides get on. Used by the event loop only. */
public final class GuardedStream {
    private final boolean counted;
    private @Nullable Consumer<Status> end;

    /** DATA frames in a row that arrived and were not used at once. */
    int unusedFrames;

    /** Since when responses have waited for the client, in nanoseconds of {@link System#nanoTime}; 0 if none do. */
    long waitingSince;

    /** When the client has last made its window larger. */
    long windowOpened;

    GuardedStream(boolean counted) {
        this.counted = counted;
    }

    /** Sets how the call of this stream is ended with a status. */
    public void onEnd(Consumer<Status> howToEnd) {
        end = howToEnd;
    }

    /** Whether it is one of the open calls; a call that was refused is not. */
    boolean isCounted() {
        return counted;
    }

    /** Ends the call, if gRPC has started one. */
    void end(Status status) {
        if (end != null) {
            end.accept(status);
        }
    }
}
