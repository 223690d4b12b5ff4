// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.ProtocolNegotiationEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The channel initialiser of a plaintext listener: decides by the first bytes of a connection who gets it.
 *
 * <p>The HTTP/2 preface goes to gRPC; whatever else is refused in its own language where it has one. All use of grpc's
 * internal classes is in this file.
 */
final class ListenerProtocols implements InternalProtocolNegotiator.ProtocolNegotiator {
    /** The event loop of a call's connection: whoever runs there may use the call without locks. */
    @Grpc.TransportAttr
    static final Attributes.Key<EventLoop> EVENT_LOOP = Attributes.Key.create("io.flowobserver.serve.EVENT_LOOP");

    private static final byte[] HTTP1_REFUSAL = http1Refusal();
    /** Record type alert, TLS 1.2 as the record version, two bytes: fatal, handshake_failure. */
    private static final byte[] TLS_REFUSAL = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28};

    private final ConnectionCounts counts;
    /** Connections that grpc does not know of and would not close. */
    private final ChannelGroup ownConnections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private ListenerProtocols(ConnectionCounts counts) {
        this.counts = counts;
    }

    /** What a {@code NettyServerBuilder} takes in order to use these protocols. */
    static ServerCredentials credentials(ConnectionCounts counts) {
        return InternalNettyServerCredentials.create(new ListenerProtocols(counts));
    }

    @Override
    public AsciiString scheme() {
        return AsciiString.of("http");
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        return new FirstLook(grpc);
    }

    @Override
    public void close() {
        ownConnections.close();
    }

    private static byte[] http1Refusal() {
        String text = "This listener speaks gRPC only. Use a gRPC client such as the hubble or observer command.\n";
        return ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + text.length() + "\r\nConnection: close\r\n\r\n" + text)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Stands first in the pipeline until the protocol is known. */
    private final class FirstLook extends ByteToMessageDecoder {
        private final GrpcHttp2ConnectionHandler grpc;
        private ProtocolNegotiationEvent negotiation = InternalProtocolNegotiationEvent.getDefault();
        private FirstBytes first = FirstBytes.UNDECIDED;

        FirstLook(GrpcHttp2ConnectionHandler grpc) {
            this.grpc = grpc;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
            if (event instanceof ProtocolNegotiationEvent received) {
                negotiation = received;
            } else {
                super.userEventTriggered(ctx, event);
            }
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            if (first == FirstBytes.UNDECIDED) {
                first = FirstBytes.of(in);
                if (first != FirstBytes.UNDECIDED) {
                    counts.count(first);
                    handOver(ctx);
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) throws Exception {
            if (first == FirstBytes.UNDECIDED) {
                counts.count(first);
            }
            super.channelInactive(ctx);
        }

        private void handOver(ChannelHandlerContext ctx) {
            switch (first) {
                case GRPC -> toGrpc(ctx);
                case HTTP1 -> toOwn(ctx, new Farewell(HTTP1_REFUSAL));
                case TLS -> toOwn(ctx, new Farewell(TLS_REFUSAL));
                default -> ctx.close();
            }
        }

        private void toGrpc(ChannelHandlerContext ctx) {
            Attributes attributes = InternalProtocolNegotiationEvent.getAttributes(negotiation).toBuilder()
                    .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, ctx.channel().remoteAddress())
                    .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, ctx.channel().localAddress())
                    .set(EVENT_LOOP, ctx.channel().eventLoop())
                    .build();
            ctx.pipeline().addAfter(ctx.name(), null, InternalProtocolNegotiators.grpcNegotiationHandler(grpc));
            ctx.fireUserEventTriggered(InternalProtocolNegotiationEvent.withAttributes(negotiation, attributes));
            // Removal hands the bytes seen so far to the handler behind.
            ctx.pipeline().remove(this);
        }

        private void toOwn(ChannelHandlerContext ctx, ChannelHandler handler) {
            ChannelPipeline pipeline = ctx.pipeline();
            ownConnections.add(ctx.channel());
            // The last handler is grpc's, which would hold back everything written until its handshake is over.
            pipeline.removeLast();
            pipeline.addLast(handler);
            // Stops grpc's handshake timer and makes the grpc server forget the connection.
            grpc.notifyUnused();
            pipeline.remove(this);
        }
    }
}
