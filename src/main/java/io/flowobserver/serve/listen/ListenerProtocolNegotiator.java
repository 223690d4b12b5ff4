// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.client.ConnectionLimiter;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.InternalProtocolNegotiator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Creates the first handler of each connection of a listener. Any thread.
 *
 * <p>gRPC's internal classes are used only here and in {@link ConnectionDispatcher}.
 */
final class ListenerProtocolNegotiator implements InternalProtocolNegotiator.ProtocolNegotiator {
    private final ListenerContext context;
    /** gRPC does not know these and would not close them. */
    private final ChannelGroup otherConnections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private final ConnectionLimiter limiter;

    private ListenerProtocolNegotiator(ListenerContext context) {
        this.context = context;
        this.limiter = new ConnectionLimiter(
                context.limits(), (reason, connection) -> context.rejections().cut(reason, context, connection));
    }

    /** What a {@code NettyServerBuilder} needs to detect protocols in this way. */
    static ServerCredentials credentials(ListenerContext context) {
        return InternalNettyServerCredentials.create(new ListenerProtocolNegotiator(context));
    }

    @Override
    public AsciiString scheme() {
        return AsciiString.of(context.tls() == null ? "http" : "https");
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        return new ProtocolDetector(context, new ConnectionDispatcher(grpc, otherConnections, limiter), false);
    }

    @Override
    public void close() {
        otherConnections.close();
    }
}
