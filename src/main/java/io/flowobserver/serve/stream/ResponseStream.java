// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of responses to one request. It sends messages as long as the client can take them, and waits when there is
 * nothing left to send.
 *
 * <p>Runs on the event loop of its connection, in time slices. Between two slices it holds no message.
 */
public abstract class ResponseStream {
    private static final Logger log = LoggerFactory.getLogger(ResponseStream.class);
    /** The longest time between an event and its arrival in a ring. */
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

    /** Sends messages for one time slice, as long as the client can take them, or waits. */
    abstract void turn();

    /** Returns whether the ring has something that was not read yet. */
    abstract boolean hasMore();

    /** Schedules the stream, because the client can take more messages. Called on the event loop. */
    public final void wake() {
        if (!waiting) {
            submit();
        }
    }

    /** Takes one turn. Called on the event loop. */
    public final void run() {
        submitted = false;
        if (ended) {
            return;
        }
        try {
            turn();
            sink.flush();
        } catch (RuntimeException | Error failure) {
            // An error too must not keep the other streams of the event loop from their turns.
            fail(failure);
        }
    }

    /** Continues after waiting. */
    final void resume() {
        waiting = false;
        submit();
    }

    /** Ends the stream without a message, because the client is gone. Called on the event loop. */
    public final void cancel() {
        end();
        loop.forget(this);
    }

    /** Schedules another turn after the other tasks of the event loop. */
    final void submit() {
        if (!submitted) {
            submitted = true;
            loop.submit(this);
        }
    }

    /** Waits for something new. Returns false if it has already arrived. */
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
     * Returns whether all further events must be later than the given time. This is only true for a time that was in
     * the future when the request arrived. Replayed events have their own times, so the clock says nothing about them.
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

    /** Ends the response with status OK. */
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

    private void fail(Throwable failure) {
        if (sink.failed(failure)) {
            cancel();
            return;
        }
        if (source.firstFailure()) {
            log.error("a stream failed; further failures are not logged", failure);
        }
        cancel();
        sink.close(Status.INTERNAL.withDescription("cannot encode a response; see the server's log"));
    }
}
