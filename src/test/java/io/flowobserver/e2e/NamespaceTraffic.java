// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Future;

/** Packets between namespaces. Every call that waits for the other side gives up after some seconds. */
final class NamespaceTraffic {
    private static final int TIMEOUT_MILLIS = 10_000;
    /** What {@link #converse} and {@link #ask} send. */
    static final byte[] GREETING = "hello from the pod".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private NamespaceTraffic() {}

    /** One echo request and its reply. */
    static void ping(Namespace from, String to) {
        from.run("ping", "-n", "-q", "-c", "1", "-w", "10", to);
    }

    /** Connects, sends a greeting, gets it back, and closes; answers the port on this side. */
    static int converse(Namespace from, Namespace at, String address, int port) {
        ServerSocket server = listen(at, address, port);
        Future<byte[]> heard = at.submit(() -> {
            try (server;
                    Socket socket = server.accept()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                byte[] words = socket.getInputStream().readNBytes(GREETING.length);
                socket.getOutputStream().write(words);
                assertThat(socket.getInputStream().read())
                        .as("end of the stream")
                        .isNegative();
                return words;
            }
        });
        int clientPort = from.call(() -> {
            try (Socket socket = new Socket(address, port)) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.getOutputStream().write(GREETING);
                assertThat(socket.getInputStream().readNBytes(GREETING.length)).isEqualTo(GREETING);
                return socket.getLocalPort();
            }
        });
        assertThat(Namespace.await(heard)).isEqualTo(GREETING);
        return clientPort;
    }

    static ServerSocket listen(Namespace at, String address, int port) {
        return at.call(() -> {
            ServerSocket server = new ServerSocket();
            server.setSoTimeout(TIMEOUT_MILLIS);
            server.bind(new InetSocketAddress(address, port));
            return server;
        });
    }

    /** Connects from a port to one where nobody listens. */
    static void connectInVain(Namespace from, int clientPort, String address, int port) {
        from.call(() -> {
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(clientPort));
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS))
                        .isInstanceOf(ConnectException.class);
                return true;
            }
        });
    }

    static DatagramSocket datagrams(Namespace at, int port) {
        return at.call(() -> {
            DatagramSocket socket = new DatagramSocket(port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return socket;
        });
    }

    /** One datagram, and another in answer. */
    static void ask(Namespace from, int clientPort, Namespace at, String address, int port) {
        try (DatagramSocket server = datagrams(at, port);
                DatagramSocket client = datagrams(from, clientPort)) {
            send(client, address, port);
            DatagramPacket question = receive(server);
            server.send(new DatagramPacket(GREETING, GREETING.length, question.getSocketAddress()));
            assertThat(receive(client).getLength()).isEqualTo(GREETING.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One datagram to a port where nobody listens, and the ICMP error in answer. */
    static void askInVain(Namespace from, int clientPort, String address, int port) {
        try (DatagramSocket client = datagrams(from, clientPort)) {
            client.connect(new InetSocketAddress(address, port));
            client.send(new DatagramPacket(GREETING, GREETING.length));
            assertThatThrownBy(() -> receive(client)).isInstanceOf(PortUnreachableException.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends datagrams from one port, and waits for no answer. */
    static void sendDatagrams(Namespace from, int clientPort, String address, int port, int count) {
        try (DatagramSocket client = datagrams(from, clientPort)) {
            for (int i = 0; i < count; i++) {
                send(client, address, port);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void send(DatagramSocket from, String address, int port) throws IOException {
        from.send(new DatagramPacket(GREETING, GREETING.length, new InetSocketAddress(address, port)));
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2 * GREETING.length], 2 * GREETING.length);
        socket.receive(packet);
        return packet;
    }
}
