// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** A connection in memory, whose time stands still until it is moved. */
final class FakeConnection extends EmbeddedChannel {
    private static final InetSocketAddress LISTENER = new InetSocketAddress("240.0.1.1", 4244);
    private static final int PORT = 40_000;

    private final InetSocketAddress peer;

    /**
     * @param address of the other end; 127.0.0.1 is one of this machine; 240.0.0.1, of a range that nobody
     *     uses, and 2001:db8::1 are not
     */
    FakeConnection(String address) {
        peer = new InetSocketAddress(address, PORT);
        freezeTime();
    }

    void advance(int seconds) {
        advanceTimeBy(seconds, TimeUnit.SECONDS);
        runScheduledPendingTasks();
    }

    ConnectionSlot slot() {
        return ConnectionSlot.of(this);
    }

    @Override
    public SocketAddress remoteAddress() {
        return peer;
    }

    @Override
    public SocketAddress localAddress() {
        return LISTENER;
    }
}
