// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.client.Client;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.netty.channel.EventLoop;

/** Keys of what a gRPC call can learn about its connection, from the attributes of the call. */
public final class ConnectionAttributes {
    /** The event loop of the connection. Code that runs there may use the call without locks. */
    @Grpc.TransportAttr
    public static final Attributes.Key<EventLoop> EVENT_LOOP =
            Attributes.Key.create("io.flowobserver.serve.EVENT_LOOP");

    /** The allocator of the connection's buffers. Used by the connection's event loop only. */
    @Grpc.TransportAttr
    public static final Attributes.Key<MinimumCapacityAllocator> ALLOCATOR =
            Attributes.Key.create("io.flowobserver.serve.ALLOCATOR");

    /** Who is at the other end. Always present. */
    @Grpc.TransportAttr
    public static final Attributes.Key<Client> CLIENT = Attributes.Key.create("io.flowobserver.serve.CLIENT");

    /** The TLS of the connection; absent on a plaintext connection. */
    @Grpc.TransportAttr
    public static final Attributes.Key<TlsClient> TLS_CLIENT =
            Attributes.Key.create("io.flowobserver.serve.TLS_CLIENT");

    /** The client's address, or the process behind a unix socket; for people. */
    @Grpc.TransportAttr
    public static final Attributes.Key<String> PEER = Attributes.Key.create("io.flowobserver.serve.PEER");

    private ConnectionAttributes() {}

    /** Returns whether the client of a call uses a unix socket. */
    public static boolean usesUnixSocket(Attributes call) {
        Client client = call.get(CLIENT);
        return client != null && client.usesUnixSocket();
    }
}
