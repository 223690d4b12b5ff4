// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.wire.FlowMask;
import io.flowobserver.reader.ReadContext;
import io.netty.channel.EventLoop;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one event loop: the objects that they share, and the queue of streams that wait at the end of a ring.
 *
 * <p>Only the event loop uses it, except for {@link #wake}. Therefore all streams can share one copy of a row and one message.
 */
public final class StreamLoop {
    /** The interval at which waiting streams look for closed loss notes, even if no flow has arrived. */
    private static final long REVIEW_MILLIS = 1_000;

    /**
     * How long streams run before the event loop handles the network again. It limits the delay of other calls on the
     * event loop, however many streams are behind.
     */
    private static final long ROUND_NANOS = 10_000_000L;

    private final EventLoop loop;
    private final ReadContext reading = new ReadContext();
    private final ResponseMessage message;
    private final EncodedFlows encoded = new EncodedFlows();
    private final AtomicBoolean woken = new AtomicBoolean();
    private List<ResponseStream> waiting = new ArrayList<>();
    private List<ResponseStream> spare = new ArrayList<>();
    private final ArrayDeque<ResponseStream> ready = new ArrayDeque<>();
    private boolean roundScheduled;
    private boolean reviewScheduled;
    /** Whether a stream waits. The ingest thread reads it. */
    private volatile boolean awaited;

    StreamLoop(EventLoop loop, ResponseMessage message) {
        this.loop = loop;
        this.message = message;
    }

    ReadContext reading() {
        return reading;
    }

    ResponseMessage message() {
        return message;
    }

    /** Returns the response for a flow, with the fields of the mask. */
    ResponseMessage answer(FlowView flow, @Nullable FlowMask mask) {
        message.flow(flow, mask);
        return message;
    }

    /** Returns the same response, which is encoded once for all streams that read the flow at about the same time. */
    ResponseMessage sharedAnswer(FlowView flow, @Nullable FlowMask mask) {
        if (!encoded.load(flow.sequence(), mask, message)) {
            message.flow(flow, mask);
            encoded.keep(flow.sequence(), mask, message);
        }
        return message;
    }

    /**
     * Resumes the waiting streams. The ingest thread calls this after each batch. It adds at most one task to the event
     * loop, however many streams wait, and none if a task is already queued.
     */
    void wake() {
        // Pairs with the fence in await(): either the stream sees the new flow, or this thread sees the stream.
        VarHandle.fullFence();
        if (awaited && !woken.get() && woken.compareAndSet(false, true)) {
            loop.execute(this::resumeWaiting);
        }
    }

    /** Schedules one turn of a stream after the other tasks of the event loop. */
    void submit(ResponseStream stream) {
        ready.add(stream);
        scheduleRound();
    }

    /** Adds a stream that has read everything. The stream must check the ring once more afterwards. */
    void await(ResponseStream stream) {
        waiting.add(stream);
        awaited = true;
        VarHandle.fullFence();
        if (!reviewScheduled) {
            reviewScheduled = true;
            loop.schedule(this::review, REVIEW_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Removes a stream if it waits. */
    void forget(ResponseStream stream) {
        waiting.remove(stream);
        awaited = !waiting.isEmpty();
    }

    private void scheduleRound() {
        if (!roundScheduled) {
            roundScheduled = true;
            // The event loop handles the network before a scheduled task, but not before an executed one.
            loop.schedule(this::round, 0, TimeUnit.NANOSECONDS);
        }
    }

    private void round() {
        roundScheduled = false;
        long start = System.nanoTime();
        try {
            ResponseStream stream = ready.poll();
            while (stream != null) {
                stream.run();
                stream = System.nanoTime() - start < ROUND_NANOS ? ready.poll() : null;
            }
        } finally {
            if (!ready.isEmpty()) {
                scheduleRound();
            }
        }
    }

    private void review() {
        reviewScheduled = false;
        resumeWaiting();
    }

    private void resumeWaiting() {
        woken.set(false);
        List<ResponseStream> resumed = waiting;
        waiting = spare;
        awaited = false;
        for (int i = 0; i < resumed.size(); i++) {
            resumed.get(i).resume();
        }
        resumed.clear();
        spare = resumed;
    }
}
