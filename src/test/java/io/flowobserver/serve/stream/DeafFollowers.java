// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.proto.observer.GetFlowsRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Followers of the ring's whole history that never read: HTTP/2 by hand, with the largest window that a client can give,
 * so that nothing but the socket holds the server back.
 */
public final class DeafFollowers implements AutoCloseable {
    private static final byte DATA = 0;
    private static final byte HEADERS = 1;
    private static final byte SETTINGS = 4;
    private static final byte WINDOW_UPDATE = 8;
    private static final byte END_STREAM = 1;
    private static final byte END_HEADERS = 4;
    private static final short INITIAL_WINDOW_SIZE = 4;
    private static final int LARGEST_WINDOW = Integer.MAX_VALUE;

    private final Callable<SocketChannel> connector;
    private final List<SocketChannel> connections = new ArrayList<>();

    public DeafFollowers(Path socket) {
        this(() -> SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** @param connector makes a connection that blocks */
    public DeafFollowers(Callable<SocketChannel> connector) {
        this.connector = connector;
    }

    public void add() throws Exception {
        SocketChannel connection = connector.call();
        connections.add(connection);
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        bytes.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(
                bytes,
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6)
                        .putShort(INITIAL_WINDOW_SIZE)
                        .putInt(LARGEST_WINDOW)
                        .array());
        frame(
                bytes,
                WINDOW_UPDATE,
                0,
                0,
                ByteBuffer.allocate(4).putInt(LARGEST_WINDOW - 65_535).array());
        frame(bytes, HEADERS, END_HEADERS, 1, headers());
        byte[] message = GetFlowsRequest.newBuilder()
                .setFollow(true)
                .setNumber(1_000_000)
                .build()
                .toByteArray();
        frame(
                bytes,
                DATA,
                END_STREAM,
                1,
                ByteBuffer.allocate(5 + message.length)
                        .put((byte) 0)
                        .putInt(message.length)
                        .put(message)
                        .array());
        bytes.flip();
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }

    private static void frame(ByteBuffer out, byte type, int flags, int stream, byte[] payload) {
        out.put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put(type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
    }

    /** Literals without indexing and without Huffman coding. */
    private static byte[] headers() {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        String[] fields = {
            ":method",
            "POST",
            ":scheme",
            "http",
            ":path",
            "/observer.Observer/GetFlows",
            ":authority",
            "localhost",
            "content-type",
            "application/grpc",
            "te",
            "trailers"
        };
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            literal(block, fields[i]);
            literal(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
