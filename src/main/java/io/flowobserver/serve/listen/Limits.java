// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.client.ConnectionLimits;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.epoll.EpollChannelOption;
import java.util.concurrent.TimeUnit;

/** What clients may take of a server, besides {@link ConnectionLimits}. docs/deploy.md lists all limits for operators. */
public final class Limits {
    /** Streams of flows at a time, on all listeners. */
    public static final int STREAMS = 1_024;

    /** Of these, those that only clients of unix sockets get. */
    public static final int STREAMS_FOR_UNIX_SOCKETS = 64;

    /** Bytes that the requests of all clients may hold, if the heap is large enough. */
    private static final long REQUEST_BYTES = 64L << 20;

    /** The part of the heap that these bytes are at most. */
    private static final int REQUEST_HEAP_PARTS = 6;

    private static final int STREAMS_PER_CONNECTION = 100;
    private static final int MESSAGE_BYTES = 4 << 20;
    private static final int METADATA_BYTES = 16 << 10;
    private static final int WINDOW_BYTES = 64 << 10;
    private static final int RESETS = 200;
    private static final int RESETS_SECONDS = 10;
    private static final long IDLE_MINUTES = 10;
    private static final long PING_SECONDS = 60;
    private static final long PING_ANSWER_SECONDS = 20;
    private static final long CLIENT_PING_SECONDS = 10;

    private static final int KEEP_ALIVE_IDLE_SECONDS = 60;
    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 15;
    private static final int KEEP_ALIVE_PROBES = 4;

    /**
     * Bytes of messages that may wait for the network before a stream pauses. Measured: with less than this maximum a
     * single stream is idle between writes, with more the queue only grows. One {@code AnswerBundle} comes on top.
     */
    private static final int MAX_WAITING_BYTES = 256 << 10;

    private static final int MIN_WAITING_BYTES = 4 << 10;
    private static final int TOTAL_WAITING_BYTES = 4 << 20;

    private Limits() {}

    /** Returns how many bytes the requests of all clients may hold. */
    public static long requestBytes() {
        return Math.min(REQUEST_BYTES, Runtime.getRuntime().maxMemory() / REQUEST_HEAP_PARTS);
    }

    /**
     * Bytes that may wait in a new stream.
     *
     * @param openStreams how many streams are open, the new one included
     */
    public static int waitingBytes(long openStreams) {
        long share = TOTAL_WAITING_BYTES / Math.max(1, openStreams);
        return (int) Math.max(MIN_WAITING_BYTES, Math.min(MAX_WAITING_BYTES, share));
    }

    /** Sets the limits that gRPC enforces. */
    public static void apply(NettyServerBuilder builder) {
        builder.maxConcurrentCallsPerConnection(STREAMS_PER_CONNECTION)
                .maxInboundMessageSize(MESSAGE_BYTES)
                .maxInboundMetadataSize(METADATA_BYTES)
                .flowControlWindow(WINDOW_BYTES)
                .maxRstFramesPerWindow(RESETS, RESETS_SECONDS)
                .maxConnectionIdle(IDLE_MINUTES, TimeUnit.MINUTES)
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(PING_ANSWER_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(CLIENT_PING_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    /** Makes the kernel close a TCP connection whose client is gone without having closed it. */
    static void applyToTcp(NettyServerBuilder builder) {
        builder.withChildOption(EpollChannelOption.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS)
                .withChildOption(EpollChannelOption.TCP_KEEPINTVL, KEEP_ALIVE_INTERVAL_SECONDS)
                .withChildOption(EpollChannelOption.TCP_KEEPCNT, KEEP_ALIVE_PROBES);
    }
}
