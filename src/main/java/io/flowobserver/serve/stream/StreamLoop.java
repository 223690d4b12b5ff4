// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.wire.FlowMask;
import io.netty.channel.EventLoop;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one event loop: what they share, and those that wait at the ring's end.
 *
 * <p>Everything but {@link #wake} is for the event loop alone, so the scratch view and message serve all its streams.
 */
public final class StreamLoop {
    /** After which waiting streams look again without a flow having come, for loss notes that closed meanwhile. */
    private static final long REVIEW_MILLIS = 1_000;

    /**
     * How long streams run before the event loop looks at the network again: what others ask for on the same loop waits
     * no longer, however many streams are behind.
     */
    private static final long ROUND_NANOS = 10_000_000L;

    private final EventLoop loop;
    private final FlowView view = new FlowView();
    private final ResponseMessage message;
    private final EncodedFlows encoded = new EncodedFlows();
    private final TimeSlice slice = new TimeSlice();
    private final AtomicBoolean woken = new AtomicBoolean();
    private List<ResponseStream> waiting = new ArrayList<>();
    private List<ResponseStream> spare = new ArrayList<>();
    private final ArrayDeque<ResponseStream> ready = new ArrayDeque<>();
    private boolean roundScheduled;
    private boolean reviewScheduled;
    /** Whether anybody waits; read by the ingest thread. */
    private volatile boolean awaited;

    StreamLoop(EventLoop loop, ResponseMessage message) {
        this.loop = loop;
        this.message = message;
    }

    FlowView view() {
        return view;
    }

    ResponseMessage message() {
        return message;
    }

    /** The answer that carries a flow, or what a mask leaves of it. */
    ResponseMessage answer(FlowView flow, @Nullable FlowMask mask) {
        message.flow(flow, mask);
        return message;
    }

    /** The same, encoded once for all streams that come to the flow at about the same time. */
    ResponseMessage sharedAnswer(FlowView flow, @Nullable FlowMask mask) {
        if (!encoded.load(flow.sequence(), mask, message)) {
            message.flow(flow, mask);
            encoded.keep(flow.sequence(), mask, message);
        }
        return message;
    }

    TimeSlice slice() {
        return slice;
    }

    /**
     * Lets the waiting streams look at the ring again. Called by the ingest thread after a batch: one task for the event
     * loop however many streams wait, and none if one is under way.
     */
    void wake() {
        // Pairs with the fence in await(): either the stream sees the new flow or we see the stream.
        VarHandle.fullFence();
        if (awaited && !woken.get() && woken.compareAndSet(false, true)) {
            loop.execute(this::resumeWaiting);
        }
    }

    /** Has a stream run once after whatever else the event loop has to do. */
    void submit(ResponseStream stream) {
        ready.add(stream);
        scheduleRound();
    }

    /** Adds a stream that has read all there is; it must look once more afterwards. */
    void await(ResponseStream stream) {
        waiting.add(stream);
        awaited = true;
        VarHandle.fullFence();
        if (!reviewScheduled) {
            reviewScheduled = true;
            loop.schedule(this::review, REVIEW_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Forgets a stream, if it waits. */
    void forget(ResponseStream stream) {
        waiting.remove(stream);
        awaited = !waiting.isEmpty();
    }

    private void scheduleRound() {
        if (!roundScheduled) {
            roundScheduled = true;
            // A task that is due at once comes after a look at the network; one that is executed would come before it.
            loop.schedule(this::round, 0, TimeUnit.NANOSECONDS);
        }
    }

    private void round() {
        roundScheduled = false;
        long start = System.nanoTime();
        ResponseStream stream = ready.poll();
        while (stream != null) {
            stream.run();
            stream = System.nanoTime() - start < ROUND_NANOS ? ready.poll() : null;
        }
        if (!ready.isEmpty()) {
            scheduleRound();
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
