// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers DNS queries over UDP until it is closed. It only knows the name of the web service. */
final class NameServer implements Runnable, AutoCloseable {
    static final int PORT = 53;

    private static final Logger log = LoggerFactory.getLogger(NameServer.class);

    private final CountDownLatch listening;
    private volatile @Nullable DatagramSocket socket;
    private volatile boolean closed;

    /**
     * Creates the server.
     *
     * @param listening counted down when the server can answer queries
     */
    NameServer(CountDownLatch listening) {
        this.listening = listening;
    }

    @Override
    public void run() {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(PORT))) {
            socket = server;
            listening.countDown();
            DatagramPacket packet = new DatagramPacket(new byte[DnsMessage.MAX_LENGTH], DnsMessage.MAX_LENGTH);
            while (!closed) {
                packet.setLength(DnsMessage.MAX_LENGTH);
                server.receive(packet);
                byte[] answer = DnsMessage.answer(packet.getData(), packet.getLength());
                if (answer.length > 0) {
                    server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            if (!closed) {
                log.warn("the demo's name server has stopped: {}", e.toString());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        DatagramSocket open = socket;
        if (open != null) {
            open.close();
        }
    }
}
