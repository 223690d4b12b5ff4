// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A source that is read on a thread of its own, because reading it may block. The thread hands the events over to the
 * ingest thread through a bounded queue. What the queue refuses is reported as a loss.
 *
 * <p>The ingest thread calls all methods. A round is one poll of all sources.
 */
public final class QueuedSource {
    /** What a source may deliver in each round, however late the round is. */
    static final int LEAST_SHARE = 64;
    /** What a source may deliver in one round at most. */
    static final int MOST_SHARE = 4096;

    /** How long the source may wait for an event. The thread notices a stop after that time. */
    private static final int POLL_MILLIS = 100;

    private final SourceRunner runner;
    private final EventQueue queue;
    private final RefusedEvents refused = new RefusedEvents();
    private final QueueWriter writer;
    private final Thread thread;
    private int taken;
    private boolean told;
    private volatile boolean stopping;
    /** Written after the last event is in the queue. */
    private volatile boolean ended;

    /**
     * What the queue is like.
     *
     * @param bytes its size, in direct memory
     * @param waits whether reading pauses while it is full; otherwise events are refused then
     */
    public record Options(int bytes, boolean waits) {}

    /**
     * Creates queue and thread. The first poll of a {@link SourceMerge} starts the thread.
     *
     * @param runner of a source that is open
     * @param threads makes the thread; may run its task again if it throws
     */
    public QueuedSource(SourceRunner runner, Options options, ThreadFactory threads) {
        this.runner = runner;
        this.queue = new EventQueue(options.bytes);
        this.writer = new QueueWriter(queue, refused, options.waits);
        this.thread = threads.newThread(this::run);
    }

    SourceRunner runner() {
        return runner;
    }

    void start() {
        thread.start();
    }

    /** Begins a round. What is put into the queue from now on is for the next round. */
    void beginRound() {
        queue.look();
        taken = 0;
    }

    /**
     * Returns whether the source has something to deliver in this round.
     *
     * @param late whether the round has taken its time, so that each source delivers no more than its least share
     */
    boolean hasNext(boolean late) {
        return taken < (late ? LEAST_SHARE : MOST_SHARE) && queue.hasNext();
    }

    /** Returns the time of what is delivered next. */
    long nextNanos() {
        return queue.nextNanos();
    }

    /** Delivers one event or loss. */
    void deliver(EventSink sink) {
        taken++;
        queue.take(sink);
    }

    /** Returns whether something waits for the next round. */
    boolean isWaiting() {
        queue.look();
        return queue.hasNext();
    }

    /** Returns whether the queue refused something since the last {@link #tellRefused}. */
    boolean hasRefused() {
        return refused.any();
    }

    /** Reports what the queue refused. */
    void tellRefused(EventSink sink) {
        refused.tell(sink);
    }

    /** Returns whether the source has ended and everything from it was delivered. */
    boolean isDone() {
        return ended && !isWaiting();
    }

    /** Says in the log, once, that everything was delivered. */
    void tellEnd() {
        if (!told) {
            told = true;
            runner.tellEnd();
        }
    }

    /** Tells the thread to end. */
    void stop() {
        stopping = true;
        writer.stop();
    }

    /** Waits for the end of the thread, so long at most. The source is closed then, unless the thread hangs. */
    void join(long nanos) {
        if (thread.getState() == Thread.State.NEW) {
            runner.close();
            return;
        }
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A RuntimeException leaves the source open, because a supervisor calls this again. */
    private void run() {
        int events = 0;
        while (!stopping && events != EventSource.ENDED) {
            events = runner.poll(writer, POLL_MILLIS);
        }
        runner.close();
        ended = true;
    }
}
