// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

/** Sees the frames of a connection before gRPC does, and holds back those that exceed a limit. */
final class GuardedFrameListener extends Http2FrameListenerDecorator {
    /** The size of the table of headers that HTTP/2 begins with. */
    private static final long HEADER_TABLE_BYTES = 4096;

    private final GuardedConnection connection;
    private final CallAdmission admission;
    private final DataFrameLimiter dataFrames;

    /** @param grpc what gRPC reads frames with */
    GuardedFrameListener(Http2FrameListener grpc, GuardedConnection connection) {
        super(grpc);
        this.connection = connection;
        this.admission = new CallAdmission(connection);
        this.dataFrames = new DataFrameLimiter(connection);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        Http2Stream stream = connection.http2().stream(streamId);
        if (stream == null) {
            return;
        }
        if (connection.guarded(stream) != null) {
            // gRPC would start a second call on the stream and forget the first one.
            throw Http2Exception.streamError(
                    streamId, Http2Error.PROTOCOL_ERROR, "a gRPC request has no second block of headers");
        }
        if (!admission.admits(ctx, stream)) {
            return;
        }
        connection.arriving(connection.guarded(stream));
        try {
            super.onHeadersRead(ctx, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
        } finally {
            connection.arriving(null);
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        dataFrames.arrived(data.readableBytes(), endOfStream);
        int used;
        if (data.isReadable()) {
            // A slice of a few bytes would keep the whole buffer of the read that brought it, up to 64 KiB.
            ByteBuf copy = ctx.alloc().buffer(data.readableBytes()).writeBytes(data);
            try {
                used = super.onDataRead(ctx, streamId, copy, padding, endOfStream);
            } finally {
                copy.release();
            }
        } else {
            used = super.onDataRead(ctx, streamId, data, padding, endOfStream);
        }
        dataFrames.handled(connection.http2().stream(streamId), padding);
        return used;
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) throws Http2Exception {
        GuardedStream stream = connection.guarded(connection.http2().stream(streamId));
        if (stream != null) {
            stream.windowOpened = System.nanoTime();
        }
        super.onWindowUpdateRead(ctx, streamId, increment);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        super.onSettingsRead(ctx, settings);
        Long table = settings.headerTableSize();
        if (table != null && table > HEADER_TABLE_BYTES) {
            // Netty fills as large a table as the client allows, with texts that the client can choose.
            connection
                    .handler()
                    .encoder()
                    .configuration()
                    .headersConfiguration()
                    .maxHeaderTableSize(HEADER_TABLE_BYTES);
        }
    }
}
