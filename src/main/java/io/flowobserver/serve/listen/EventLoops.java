// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one or more listeners.
 *
 * @param accepting accepts connections
 * @param serving reads and writes them
 * @param servingUnix reads and writes those of unix sockets; may be the same as {@code serving}
 */
public record EventLoops(EventLoopGroup accepting, EventLoopGroup serving, EventLoopGroup servingUnix)
        implements AutoCloseable {
    private static final int MAX_SERVING = 4;
    private static final long STOP_MILLIS = 500;

    /** The same threads for all kinds of sockets. */
    public EventLoops(EventLoopGroup accepting, EventLoopGroup serving) {
        this(accepting, serving, serving);
    }

    /**
     * One thread that accepts, {@code observer-accept-0}, and a few that serve, {@code observer-serve-n}. If there are
     * listeners of both kinds, one more serves unix sockets, {@code observer-unix-0}, so that they do not wait for
     * clients on the network, however many these are.
     *
     * @param urls the addresses of the listeners
     * @throws IOException with one line for the operator if Netty cannot use epoll here
     */
    public static EventLoops start(List<ListenUrl> urls) throws IOException {
        checkEpoll();
        int threads = Math.min(MAX_SERVING, Runtime.getRuntime().availableProcessors());
        EventLoopGroup serving = group("observer-serve", threads);
        boolean unix = urls.stream().anyMatch(ListenUrl.Unix.class::isInstance);
        boolean tcp = urls.stream().anyMatch(ListenUrl.Tcp.class::isInstance);
        return new EventLoops(group("observer-accept", 1), serving, unix && tcp ? group("observer-unix", 1) : serving);
    }

    /**
     * One thread for everything, {@code NAME-0}.
     *
     * @throws IOException with one line for the operator if Netty cannot use epoll here
     */
    public static EventLoops startSingle(String name) throws IOException {
        checkEpoll();
        EventLoopGroup single = group(name, 1);
        return new EventLoops(single, single);
    }

    /** Ends the threads; takes a second at most. */
    @Override
    public void close() {
        stop(accepting);
        stop(serving);
        stop(servingUnix);
    }

    EventLoopGroup serving(ListenUrl url) {
        return url instanceof ListenUrl.Unix ? servingUnix : serving;
    }

    private static void checkEpoll() throws IOException {
        if (!Epoll.isAvailable()) {
            throw new IOException("cannot listen: this system has no epoll that Netty can use: "
                    + Epoll.unavailabilityCause().getMessage());
        }
    }

    private static EventLoopGroup group(String name, int threads) {
        AtomicInteger started = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new FastThreadLocalThread(task, name + "-" + started.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
        return new MultiThreadIoEventLoopGroup(threads, factory, EpollIoHandler.newFactory());
    }

    private static void stop(EventLoopGroup group) {
        group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(STOP_MILLIS, TimeUnit.MILLISECONDS);
    }
}
