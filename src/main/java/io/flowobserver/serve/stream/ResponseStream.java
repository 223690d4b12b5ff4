// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.reader.PollResult;
import io.flowobserver.reader.registry.OpenReader;
import io.grpc.Status;
import java.util.function.LongSupplier;
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

    private final FlowSink sink;
    private final StreamLoop loop;
    private final FlowSource source;
    private final OpenReader entry;
    private boolean submitted;
    private boolean waiting;
    private boolean ended;

    /** @param written returns the number of rows that were written to the ring of this stream */
    ResponseStream(FlowSink sink, StreamLoop loop, FlowSource source, LongSupplier written) {
        this.sink = sink;
        this.loop = loop;
        this.source = source;
        this.entry = source.readers().open(sink.identity(), written);
        source.streams().opened();
    }

    /** Sends messages for one time slice, as long as the client can take them. */
    abstract PollResult poll();

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
    private void submit() {
        if (!submitted) {
            submitted = true;
            loop.submit(this);
        }
    }

    private void turn() {
        switch (poll()) {
            case MORE -> submit();
            case PAUSED -> {
                // The connection wakes the stream when it can take more.
            }
            case CAUGHT_UP -> {
                if (!await()) {
                    submit();
                }
            }
            case ENDED -> close();
        }
    }

    /** Waits for something new. Returns false if it has already arrived. */
    private boolean await() {
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

    /** Returns whether the client can take more. Called on the event loop. */
    public final boolean isReady() {
        return sink.isReady();
    }

    final void send(ResponseMessage message) {
        sink.send(message);
    }

    /** Ends the response with status OK. */
    private void close() {
        end();
        sink.close(Status.OK);
    }

    final StreamLoop loop() {
        return loop;
    }

    final FlowSource source() {
        return source;
    }

    /** Where the stream's cursor says how far it is. */
    final OpenReader entry() {
        return entry;
    }

    private void end() {
        if (!ended) {
            ended = true;
            entry.close();
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
