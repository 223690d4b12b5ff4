// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.InternalProtocolNegotiator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.GlobalEventExecutor;

/** The channel initialiser of a listener. Grpc's internal classes are used here and in {@link ConnectionDispatcher}. */
public final class ListenerProtocolNegotiator implements InternalProtocolNegotiator.ProtocolNegotiator {
    private final ListenerContext context;
    /** Connections that grpc does not know of and would not close. */
    private final ChannelGroup ownConnections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private final ConnectionLimiter limiter = new ConnectionLimiter(Limits.CONNECTIONS);

    private ListenerProtocolNegotiator(ListenerContext context) {
        this.context = context;
    }

    /** What a {@code NettyServerBuilder} takes in order to use these protocols. */
    static ServerCredentials credentials(ListenerContext context) {
        return InternalNettyServerCredentials.create(new ListenerProtocolNegotiator(context));
    }

    @Override
    public AsciiString scheme() {
        return AsciiString.of(context.tls() == null ? "http" : "https");
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        return new ProtocolDetector(context, new ConnectionDispatcher(grpc, ownConnections, limiter), false);
    }

    @Override
    public void close() {
        ownConnections.close();
    }
}
