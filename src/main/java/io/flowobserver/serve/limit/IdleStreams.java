// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the calls of a connection whose responses wait for a client that takes none: its window is used up, and it has not
 * made the window larger for the timeout. The window is that of the stream, or the one that all streams of a connection
 * share. Used by the connection's event loop only.
 */
final class IdleStreams {
    /** Looks during a timeout. A call ends at most this part of the timeout too late. */
    private static final int LOOKS = 8;

    private final GuardedConnection connection;
    private final long timeoutNanos;
    private @Nullable Future<?> looks;

    IdleStreams(GuardedConnection connection) {
        this.connection = connection;
        this.timeoutNanos = connection.limits().idleStreamTimeout().toNanos();
    }

    void start() {
        if (timeoutNanos > 0) {
            long interval = Math.max(1, timeoutNanos / LOOKS);
            looks = connection
                    .channel()
                    .eventLoop()
                    .scheduleWithFixedDelay(() -> look(System.nanoTime()), interval, interval, TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        if (looks != null) {
            looks.cancel(false);
        }
    }

    /** Ends what is due at a time of {@link System#nanoTime}. */
    void look(long now) {
        List<Http2Stream> due = new ArrayList<>();
        try {
            connection.http2().forEachActiveStream(stream -> {
                if (isDue(stream, now)) {
                    due.add(stream);
                }
                return true;
            });
        } catch (Http2Exception impossible) {
            throw new IllegalStateException("a look throws nothing", impossible);
        }
        due.forEach(this::end);
    }

    private boolean isDue(Http2Stream stream, long now) {
        GuardedStream guarded = connection.guarded(stream);
        if (guarded == null) {
            return false;
        }
        Http2RemoteFlowController flow = connection.http2().remote().flowController();
        Http2Stream all = connection.http2().connectionStream();
        GuardedStream blocker = flow.windowSize(stream) <= 0 ? guarded : connection.guarded(all);
        boolean waits = flow.hasFlowControlled(stream) && (blocker == guarded || flow.windowSize(all) <= 0);
        if (!waits || guarded.waitingSince == 0) {
            guarded.waitingSince = waits ? now | 1 : 0;
            return false;
        }
        // A window that has opened since then was used up again.
        if (blocker != null && blocker.windowOpened != 0 && blocker.windowOpened - guarded.waitingSince > 0) {
            guarded.waitingSince = blocker.windowOpened;
        }
        return now - guarded.waitingSince >= timeoutNanos;
    }

    private void end(Http2Stream stream) {
        GuardedStream guarded = connection.guarded(stream);
        if (guarded == null) {
            return;
        }
        String time = text(connection.limits().idleStreamTimeout());
        connection
                .limits()
                .rejected()
                .add(
                        CallRejection.IDLE_STREAM,
                        connection.client(),
                        "has taken no response of a call for " + time + "; the call was ended");
        guarded.end(Status.RESOURCE_EXHAUSTED.withDescription(
                "the client has taken no response for " + time + ", which is --idle-stream-timeout"));
        // The status waits behind the responses. gRPC writes it in a task of its own, which comes first.
        connection
                .channel()
                .eventLoop()
                .execute(() -> connection.resetIfOpen(stream.id(), Http2Error.ENHANCE_YOUR_CALM));
    }

    static String text(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
