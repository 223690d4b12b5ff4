// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that is being answered, message after message for as long as the client takes them, and waits where nothing is
 * left to send.
 *
 * <p>Runs on the event loop of its connection, in slices, and holds nothing to send between two of them.
 */
public abstract class ResponseStream {
    private static final Logger log = LoggerFactory.getLogger(ResponseStream.class);
    /** Events may take so long from when they happened to a ring. */
    private static final long ON_THE_WAY_NANOS = 1_000_000_000L;

    private final FlowSink sink;
    private final StreamLoop loop;
    private final FlowSource source;
    private final long openedNanos;
    private boolean submitted;
    private boolean waiting;
    private boolean ended;

    ResponseStream(FlowSink sink, StreamLoop loop, FlowSource source) {
        this.sink = sink;
        this.loop = loop;
        this.source = source;
        this.openedNanos = source.nowNanos();
        source.streams().opened();
    }

    /** Sends a slice's worth, as long as the client has room, or waits. */
    abstract void turn();

    /** Whether there is something to look at behind what has been read. */
    abstract boolean hasMore();

    /** Has it run soon, because the client has room again. */
    public final void wake() {
        if (!waiting) {
            submit();
        }
    }

    /** Does what can be done now. */
    public final void run() {
        submitted = false;
        if (ended) {
            return;
        }
        try {
            turn();
            sink.flush();
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    /** Goes on after waiting. */
    final void resume() {
        waiting = false;
        submit();
    }

    /** Forgets everything; the client is gone. */
    public final void cancel() {
        end();
        loop.forget(this);
    }

    /** Takes another turn after whatever else the event loop has to do. */
    final void submit() {
        if (!submitted) {
            submitted = true;
            loop.submit(this);
        }
    }

    /** Waits for something new; false if it came in the meantime. */
    final boolean await() {
        if (!waiting) {
            waiting = true;
            loop.await(this);
        }
        if (hasMore()) {
            waiting = false;
            loop.forget(this);
            return false;
        }
        return true;
    }

    /**
     * Whether nothing can come any more that is not later than a time. Only of a time that lay ahead when this was asked
     * for: events that are replayed have times of their own, and only those that come tell how late it is there.
     */
    final boolean isPast(long timeNanos) {
        return timeNanos > openedNanos && source.nowNanos() - ON_THE_WAY_NANOS > timeNanos;
    }

    final boolean isReady() {
        return sink.isReady();
    }

    final void send(ResponseMessage message) {
        sink.send(message);
    }

    /** Ends the answer well. */
    final void close() {
        end();
        sink.close(Status.OK);
    }

    final StreamLoop loop() {
        return loop;
    }

    final FlowSource source() {
        return source;
    }

    private void end() {
        if (!ended) {
            ended = true;
            source.streams().closed();
        }
    }

    private void fail(RuntimeException failure) {
        if (source.firstFailure()) {
            log.error("a stream failed; further failures are not logged", failure);
        }
        cancel();
        sink.close(Status.INTERNAL.withDescription("cannot encode an answer; see the server's log"));
    }
}
