// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** One action of a client. Each wait in it has a timeout. */
interface ClientAction {
    int TIMEOUT_MILLIS = 1_000;
    int CLOSED_PORT = 8080;

    void make() throws IOException;

    static ClientAction page(String path, boolean ipv6) {
        return request(WebServer.PORT, path, ipv6);
    }

    static ClientAction refused(boolean ipv6) {
        return request(CLOSED_PORT, "/", ipv6);
    }

    private static ClientAction request(int port, String path, boolean ipv6) {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.connect(new InetSocketAddress(Pod.WEB.address(ipv6), port), TIMEOUT_MILLIS);
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: " + DnsMessage.WEB
                                        + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            }
        };
    }

    static ClientAction lookup(String name, boolean ipv6) {
        return () -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                byte[] query = DnsMessage.query(ThreadLocalRandom.current().nextInt(), name, ipv6);
                socket.send(new DatagramPacket(query, query.length, Pod.DNS.address(ipv6), NameServer.PORT));
                socket.receive(new DatagramPacket(new byte[DnsMessage.MAX_LENGTH], DnsMessage.MAX_LENGTH));
            }
        };
    }

    /** Pings an address. The JDK uses ICMP if it may open raw sockets, otherwise TCP port 7. */
    static ClientAction ping(InetAddress address) {
        return () -> address.isReachable(TIMEOUT_MILLIS);
    }
}
