// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.filter.Filters;
import io.flowobserver.proto.observer.GetFlowsRequest;
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
 * Makes queries of requests: at once where that is quick, and otherwise on a thread of its own, so that a filter that takes
 * a second to compile holds up nobody but others of its kind. Any thread.
 */
final class Queries implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Queries.class);
    static final int WAITING = 64;
    private static final long IDLE_SECONDS = 10;

    private final Filters filters;
    private final ThreadPoolExecutor compiler;

    Queries(Filters filters) {
        this.filters = filters;
        this.compiler = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                new DefaultThreadFactory("observer-compile", true));
        compiler.allowCoreThreadTimeOut(true);
    }

    /** Who asked; told on the event loop, once, unless nobody listens any more. */
    interface Caller {
        /** Whether an answer would still be read; asked on any thread. */
        boolean isPresent();

        void accepted(FlowQuery query);

        void refused(Status status);
    }

    /** Answers the caller, now or later. Called on the event loop. */
    void prepare(GetFlowsRequest request, EventLoop loop, Caller caller) {
        if (!FlowQuery.isHeavy(request)) {
            compile(request, caller).run();
            return;
        }
        try {
            compiler.execute(() -> {
                if (caller.isPresent()) {
                    answer(compile(request, caller), loop, caller);
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

    private Runnable compile(GetFlowsRequest request, Caller caller) {
        try {
            FlowQuery query = FlowQuery.of(request, filters);
            return () -> caller.accepted(query);
        } catch (FlowQuery.InvalidRequest invalid) {
            return () -> caller.refused(invalid.status());
        } catch (RuntimeException | StackOverflowError failure) {
            log.error("cannot compile a filter", failure);
            return () ->
                    caller.refused(Status.INTERNAL.withDescription("cannot compile the filter; see the server's log"));
        }
    }
}
