// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.grpc.Status;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread for requests that take long to understand, so that a filter that takes a second to compile holds up nobody but
 * others of its kind. It is there only while there is something to do. Any thread.
 */
public final class CompileQueue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CompileQueue.class);
    static final int WAITING = 64;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor compiler = new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            new DefaultThreadFactory("observer-compile", true));

    CompileQueue() {
        compiler.allowCoreThreadTimeOut(true);
    }

    /** Understands a request. */
    interface Work {
        PreparedStream prepare() throws FlowQuery.InvalidRequest;
    }

    /** Who asked; told on the event loop, once, unless nobody listens any more. */
    public interface Caller {
        /** Whether an answer would still be read; asked on any thread. */
        boolean isPresent();

        void accepted(PreparedStream prepared);

        void refused(Status status);
    }

    /** Answers the caller later; at once if too many wait already, for which it has to be called on the event loop. */
    void run(Work work, EventLoop loop, Caller caller) {
        try {
            compiler.execute(() -> {
                if (caller.isPresent()) {
                    answer(prepare(work, caller), loop, caller);
                }
            });
        } catch (RejectedExecutionException busy) {
            caller.refused(Status.RESOURCE_EXHAUSTED.withDescription(
                    "too many requests wait for their filters to be compiled; try again later"));
        }
    }

    private static void answer(Runnable answer, EventLoop loop, Caller caller) {
        try {
            loop.execute(() -> {
                if (caller.isPresent()) {
                    answer.run();
                }
            });
        } catch (RejectedExecutionException closing) {
            // The connection went with its event loop.
        }
    }

    @Override
    public void close() {
        compiler.shutdownNow();
    }

    private static Runnable prepare(Work work, Caller caller) {
        try {
            PreparedStream prepared = work.prepare();
            return () -> caller.accepted(prepared);
        } catch (FlowQuery.InvalidRequest invalid) {
            return () -> caller.refused(invalid.status());
        } catch (RuntimeException | StackOverflowError failure) {
            log.error("cannot compile a filter", failure);
            return () ->
                    caller.refused(Status.INTERNAL.withDescription("cannot compile the filter; see the server's log"));
        }
    }
}
