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
 * Compiles filters and looks for names on a separate thread, so that a filter that takes a second to compile delays only
 * other requests in this queue. The thread ends when it is idle. Thread-safe.
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

    /**
     * What takes long: to parse a request and compile its filters, for example.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    public interface Work<T> {
        /**
         * Does it, on the compile thread.
         *
         * @throws InvalidRequest with the status that ends the call
         */
        T prepare() throws InvalidRequest;
    }

    /**
     * The caller of a request. Exactly one of {@link #accepted} and {@link #refused} is called, on the event loop,
     * unless the client is gone.
     *
     * @param <T> what the caller waits for
     */
    public interface Caller<T> {
        /** Returns whether the client still waits for a response. Called on any thread. */
        boolean isPresent();

        /** Returns whether the client uses a unix socket. Called on the event loop. */
        boolean usesUnixSocket();

        void accepted(T result);

        void refused(Status status);
    }

    /** The caller of a request for a stream. */
    public interface StreamCaller extends Caller<PreparedStream> {
        /**
         * Says how much memory the stream will take for its filters. Returns whether the client may take so much. Called
         * on the event loop.
         */
        boolean mayKeep(long bytes);
    }

    /**
     * Does the work on the compile thread, then calls the caller back. If the queue is full, it refuses the request at
     * once. Called on the event loop.
     */
    <T> void run(Work<T> work, EventLoop loop, Caller<T> caller) {
        try {
            compiler.execute(() -> {
                if (caller.isPresent()) {
                    answer(prepare(work, caller), loop, caller);
                }
            });
        } catch (RejectedExecutionException busy) {
            caller.refused(Status.RESOURCE_EXHAUSTED.withDescription(
                    "too many requests wait for their filters to be compiled, or for names; try again later"));
        }
    }

    private static void answer(Runnable answer, EventLoop loop, Caller<?> caller) {
        try {
            loop.execute(() -> {
                if (caller.isPresent()) {
                    answer.run();
                }
            });
        } catch (RejectedExecutionException closing) {
            // The event loop has stopped, and the connection is closed.
        }
    }

    @Override
    public void close() {
        compiler.shutdownNow();
    }

    private static <T> Runnable prepare(Work<T> work, Caller<T> caller) {
        try {
            T prepared = work.prepare();
            return () -> caller.accepted(prepared);
        } catch (InvalidRequest invalid) {
            return () -> caller.refused(invalid.status());
        } catch (RuntimeException | StackOverflowError failure) {
            log.error("cannot prepare the response to a request", failure);
            return () -> caller.refused(
                    Status.INTERNAL.withDescription("cannot prepare the response; see the server's log"));
        }
    }
}
