// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.client.connect;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A connection by TCP or a unix socket for one question, with a limit of time for each step. For one thread. */
final class ProbeConnection implements AutoCloseable {
    /** Enough for the frames of a server that sends its clients away. */
    private static final int REPLY_BYTES = 1 << 10;

    private final SocketChannel channel;
    private final Selector selector;
    private final long patienceMillis;

    private ProbeConnection(SocketChannel channel, Selector selector, Duration patience) {
        this.channel = channel;
        this.selector = selector;
        this.patienceMillis = patience.toMillis();
    }

    static ProbeConnection open(SocketAddress address, Duration patience) throws IOException {
        SocketChannel channel = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        ProbeConnection connection = new ProbeConnection(channel, Selector.open(), patience);
        try {
            connection.connect(address);
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Sends a greeting and returns what comes until the other end pauses, closes, or has said enough. */
    PeerReply ask(byte[] greeting) throws IOException {
        ByteBuffer reply = ByteBuffer.allocate(REPLY_BYTES);
        boolean closed = false;
        try {
            channel.write(ByteBuffer.wrap(greeting));
            while (!closed && reply.hasRemaining() && isReady(SelectionKey.OP_READ)) {
                closed = channel.read(reply) < 0;
            }
        } catch (IOException reset) {
            closed = true;
        }
        byte[] bytes = new byte[reply.flip().remaining()];
        reply.get(bytes);
        return new PeerReply(bytes, closed);
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }

    private void connect(SocketAddress address) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_CONNECT);
        if (!channel.connect(address) && !(isReady(SelectionKey.OP_CONNECT) && channel.finishConnect())) {
            throw new SocketTimeoutException("no answer");
        }
    }

    private boolean isReady(int operation) throws IOException {
        channel.keyFor(selector).interestOps(operation);
        selector.selectedKeys().clear();
        return selector.select(patienceMillis) > 0;
    }
}
