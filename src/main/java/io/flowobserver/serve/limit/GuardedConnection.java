// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.flowobserver.serve.client.Client;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC connection under the limits of {@link Http2Guard}. It knows the calls of the connection and ends them where gRPC
 * would keep them. Used by the connection's event loop only.
 */
public final class GuardedConnection {
    /** By this key a call finds its connection in its attributes. */
    @Grpc.TransportAttr
    public static final Attributes.Key<GuardedConnection> KEY =
            Attributes.Key.create("io.flowobserver.serve.GUARDED_CONNECTION");

    private final Http2Guard limits;
    private final Http2ConnectionHandler handler;
    private final Channel channel;
    private final Client client;
    private final Http2Connection.PropertyKey streamKey;
    private final RequestAccount requests;
    private int openCalls;
    private @Nullable GuardedStream arriving;

    GuardedConnection(Http2Guard limits, Http2ConnectionHandler handler, Channel channel, Client client) {
        this.limits = limits;
        this.handler = handler;
        this.channel = channel;
        this.client = client;
        this.requests = limits.requests().open(client);
        this.streamKey = handler.connection().newKey();
    }

    /** Who is at the other end. */
    public Client client() {
        return client;
    }

    /** The stream whose call gRPC starts at this moment; null if it starts none. */
    public @Nullable GuardedStream arriving() {
        return arriving;
    }

    /** The memory that the requests of this connection hold. */
    public RequestAccount requests() {
        return requests;
    }

    void install() {
        handler.decoder()
                .frameListener(new GuardedFrameListener(handler.decoder().frameListener(), this));
        handler.connection().addListener(new Streams());
        // For the window that all streams share.
        begin(handler.connection().connectionStream(), false);
        limits.calls().connectionOpened();
        IdleStreams idle = new IdleStreams(this);
        idle.start();
        channel.closeFuture().addListener(closed -> {
            idle.stop();
            limits.calls().connectionClosed();
        });
    }

    Http2Guard limits() {
        return limits;
    }

    Http2ConnectionHandler handler() {
        return handler;
    }

    Http2Connection http2() {
        return handler.connection();
    }

    Channel channel() {
        return channel;
    }

    /** The context of the handler; null while there is none. */
    @Nullable
    ChannelHandlerContext context() {
        return channel.pipeline().context(handler);
    }

    /** Calls that this connection has open. */
    int openCalls() {
        return openCalls;
    }

    /** What is known of a stream; null if its headers have not arrived, or if the stream is closed. */
    @Nullable
    GuardedStream guarded(@Nullable Http2Stream stream) {
        return stream == null ? null : stream.getProperty(streamKey);
    }

    /** Counts a call that was admitted. */
    GuardedStream begin(Http2Stream stream, boolean counted) {
        GuardedStream guarded = new GuardedStream(counted);
        stream.setProperty(streamKey, guarded);
        if (counted) {
            openCalls++;
        }
        return guarded;
    }

    void arriving(@Nullable GuardedStream stream) {
        arriving = stream;
    }

    /** Resets a stream if it is still open. gRPC must have ended its call before. */
    void resetIfOpen(int streamId, Http2Error error) {
        ChannelHandlerContext context = context();
        if (context != null && http2().stream(streamId) != null) {
            handler.resetStream(context, streamId, error.code(), context.newPromise());
            context.flush();
        }
    }

    /** Follows the streams from their beginning to their end. */
    private final class Streams extends Http2ConnectionAdapter {
        @Override
        public void onStreamHalfClosed(Http2Stream stream) {
            if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
                // The response is complete, but the client has not ended its request, and need never do so.
                channel.eventLoop().execute(() -> resetIfOpen(stream.id(), Http2Error.NO_ERROR));
            }
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            GuardedStream guarded = guarded(stream);
            if (guarded != null && guarded.isCounted()) {
                openCalls--;
                limits.calls().end(client);
            }
        }
    }
}
