// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.epoll.EpollChannelOption;
import java.util.concurrent.TimeUnit;

/** What a client may take of a server, whatever it means by it. docs/deploy.md tells these to operators. */
public final class Limits {
    /** Open connections of one listener. */
    static final int CONNECTIONS = 2_000;

    /** Streams of flows being answered at a time, by all listeners. */
    public static final int STREAMS = 1_024;

    /** What requests of all clients hold until their calls end. */
    public static final long REQUEST_BYTES = 64L << 20;

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
     * Bytes of messages that may wait for the network before a stream pauses. Measured: less than the most leaves a
     * single stream idle between writes, more only queues. What is handed over at once, {@code AnswerBundle}, comes on
     * top of it.
     */
    private static final int MOST_WAITING_BYTES = 256 << 10;

    private static final int LEAST_WAITING_BYTES = 4 << 10;
    private static final int WAITING_BYTES_OF_ALL = 4 << 20;

    private Limits() {}

    /** What may wait in a stream that begins when so many are open, itself included. */
    public static int waitingBytes(long openStreams) {
        long share = WAITING_BYTES_OF_ALL / Math.max(1, openStreams);
        return (int) Math.max(LEAST_WAITING_BYTES, Math.min(MOST_WAITING_BYTES, share));
    }

    /** Sets those that gRPC keeps by itself. */
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

    /** Sets those that the kernel keeps for connections by TCP: whose other end is gone without a word is closed. */
    static void applyToTcp(NettyServerBuilder builder) {
        builder.withChildOption(EpollChannelOption.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS)
                .withChildOption(EpollChannelOption.TCP_KEEPINTVL, KEEP_ALIVE_INTERVAL_SECONDS)
                .withChildOption(EpollChannelOption.TCP_KEEPCNT, KEEP_ALIVE_PROBES);
    }
}
