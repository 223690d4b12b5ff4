// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.serve.limit.RawHttp2Connection;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Followers of the ring's whole history that never read, with the largest window that a client can give, so that nothing
 * but the socket holds the server back.
 */
public final class DeafFollowers implements AutoCloseable {
    private static final int FIRST_WINDOW = 65_535;

    private final Callable<SocketChannel> connector;
    private final List<RawHttp2Connection> connections = new ArrayList<>();

    public DeafFollowers(Path socket) {
        this(() -> SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** @param connector makes a connection that blocks */
    public DeafFollowers(Callable<SocketChannel> connector) {
        this.connector = connector;
    }

    public void add() throws Exception {
        RawHttp2Connection connection = new RawHttp2Connection(connector.call());
        connections.add(connection);
        begin(connection);
    }

    /** Has a new connection follow. */
    public static void begin(RawHttp2Connection connection) throws IOException {
        byte[] request = GetFlowsRequest.newBuilder()
                .setFollow(true)
                .setNumber(1_000_000)
                .build()
                .toByteArray();
        connection
                .settings(RawHttp2Connection.INITIAL_WINDOW_SIZE, Integer.MAX_VALUE)
                .windowUpdate(0, Integer.MAX_VALUE - FIRST_WINDOW)
                .call(1, "observer.Observer/GetFlows")
                .request(1, request)
                .flush();
    }

    @Override
    public void close() throws IOException {
        for (RawHttp2Connection connection : connections) {
            connection.close();
        }
    }
}
