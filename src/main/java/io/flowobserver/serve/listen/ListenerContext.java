// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.limit.Http2Guard;
import io.flowobserver.tls.ServerTls;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelHandler;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one listener share.
 *
 * @param url the address as the operator gave it
 * @param tls null on a plaintext listener
 * @param rejections counts and logs the connections that are rejected
 */
public record ListenerContext(
        ListenUrl url,
        @Nullable ServerTls tls,
        Protocols served,
        ConnectionLimits limits,
        RejectedConnections rejections) {
    /**
     * What a listener serves.
     *
     * @param grpc null where gRPC is not served
     * @param http creates the handlers of one HTTP/1.1 connection; null where HTTP is not served
     */
    public record Protocols(@Nullable Grpc grpc, @Nullable Supplier<ChannelHandler[]> http) {}

    /**
     * How gRPC is served.
     *
     * @param services adds services to a gRPC server
     * @param guard limits the connections
     */
    public record Grpc(Consumer<NettyServerBuilder> services, Http2Guard guard) {}

    /** The flag by which the operator gives a TLS file of this listener, such as {@code --tls-cert-file}. */
    String tlsFlag(String file) {
        // HTTP alone is what the metrics listener serves.
        return (served.grpc() == null ? "--metrics-server-tls-" : "--tls-") + file;
    }
}
