// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.grpc.Status;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Decides whether a connection may begin one more call, and refuses it before gRPC spends memory on it. Used by the
 * connection's event loop only.
 */
final class CallAdmission {
    /** Bytes that wait for the network, beyond those of responses that flow control holds back. */
    private static final long UNREAD_BYTES = 128 << 10;

    /** Calls between two flushes. What is not flushed does not count as waiting yet. */
    private static final int FLUSH_INTERVAL = 64;

    private final GuardedConnection connection;
    private int begun;

    CallAdmission(GuardedConnection connection) {
        this.connection = connection;
    }

    /**
     * Returns whether the call of a new stream may begin. If not, the client has got a status.
     *
     * @throws Http2Exception if the client does not read its responses; then the connection is closed
     */
    boolean admits(ChannelHandlerContext ctx, Http2Stream stream) throws Http2Exception {
        checkUnread(ctx);
        CallRejection limit = connection.limits().calls().begin(connection.client(), connection.openCalls());
        connection.begin(stream, limit == null);
        if (limit != null) {
            refuse(ctx, stream, limit);
        }
        return limit == null;
    }

    private void refuse(ChannelHandlerContext ctx, Http2Stream stream, CallRejection limit) {
        String reason = connection.limits().calls().reason(limit, connection.client());
        Http2Headers response = new DefaultHttp2Headers()
                .status("200")
                .set("content-type", "application/grpc")
                .setInt("grpc-status", Status.Code.RESOURCE_EXHAUSTED.value())
                .set("grpc-message", reason);
        connection.handler().encoder().writeHeaders(ctx, stream.id(), response, 0, true, ctx.newPromise());
        connection.limits().rejected().add(limit, connection.client(), "began a call that was refused: " + reason);
    }

    private void checkUnread(ChannelHandlerContext ctx) throws Http2Exception {
        if (++begun % FLUSH_INTERVAL == 0) {
            ctx.flush();
        }
        if (ctx.channel().bytesBeforeWritable() > UNREAD_BYTES) {
            connection
                    .limits()
                    .rejected()
                    .add(
                            CallRejection.UNREAD_RESPONSES,
                            connection.client(),
                            "begins calls and does not read the responses; its connection was closed");
            // At once: a GOAWAY would wait behind the responses.
            ctx.close();
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM, "responses wait for a client that does not read them");
        }
    }
}
