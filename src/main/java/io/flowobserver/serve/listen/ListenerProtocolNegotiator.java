// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.InternalProtocolNegotiator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.GlobalEventExecutor;

/** The channel initialiser of a listener. Grpc's internal classes are used here and in {@link ConnectionDispatcher}. */
public final class ListenerProtocolNegotiator implements InternalProtocolNegotiator.ProtocolNegotiator {
    /** The event loop of a call's connection: whoever runs there may use the call without locks. */
    @Grpc.TransportAttr
    public static final Attributes.Key<EventLoop> EVENT_LOOP =
            Attributes.Key.create("io.flowobserver.serve.EVENT_LOOP");

    /** What a call's connection takes buffers from; for the connection's event loop. */
    @Grpc.TransportAttr
    public static final Attributes.Key<MinimumCapacityAllocator> BUFFERS =
            Attributes.Key.create("io.flowobserver.serve.BUFFERS");

    /** The other end of a connection that is secured by TLS. */
    @Grpc.TransportAttr
    public static final Attributes.Key<TlsClient> TLS_CLIENT =
            Attributes.Key.create("io.flowobserver.serve.TLS_CLIENT");

    private final ListenerContext door;
    /** Connections that grpc does not know of and would not close. */
    private final ChannelGroup ownConnections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private final ConnectionLimiter turnstile = new ConnectionLimiter(Limits.CONNECTIONS);

    private ListenerProtocolNegotiator(ListenerContext door) {
        this.door = door;
    }

    /** What a {@code NettyServerBuilder} takes in order to use these protocols. */
    static ServerCredentials credentials(ListenerContext door) {
        return InternalNettyServerCredentials.create(new ListenerProtocolNegotiator(door));
    }

    @Override
    public AsciiString scheme() {
        return AsciiString.of(door.tls() == null ? "http" : "https");
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        return new ProtocolDetector(door, new ConnectionDispatcher(grpc, ownConnections, turnstile), false);
    }

    @Override
    public void close() {
        ownConnections.close();
    }
}
