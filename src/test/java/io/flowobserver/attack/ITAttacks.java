// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.serve.stream.DeafFollowers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that take the daemon's slots: memory stays bounded, and those on its node are served meanwhile. */
class ITAttacks {
    private static AttackedDaemon daemon;

    private final List<SocketChannel> connections = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        daemon = AttackedDaemon.start(directory);
    }

    @AfterAll
    static void stop() {
        if (daemon != null) {
            daemon.close();
        }
    }

    @AfterEach
    void assertServed() throws Exception {
        for (SocketChannel connection : connections) {
            connection.close();
        }
        daemon.assertServed();
    }

    @Test
    void halfRequests_ofManyAddresses_takeNoProbesPlace() throws Exception {
        for (int round = 0; round < 5; round++) {
            for (int attacker = 1; attacker <= 20; attacker++) {
                for (int i = 0; i < 10; i++) {
                    send(daemon.connect(attacker, AttackedDaemon.METRICS_PORT), "GET /met");
                }
            }
            for (int i = 0; i < 64; i++) {
                send(daemon.connectFromNode(AttackedDaemon.METRICS_PORT), "GET /met");
            }
        }
        assertThat(daemon.metric("observer_connections_cut_total{reason=\"displaced\"}"))
                .isPositive();
    }

    @Test
    void halfRequests_ofOneAddress_takeItsShareAlone() throws Exception {
        for (int i = 0; i < 200; i++) {
            send(daemon.connect(100, AttackedDaemon.METRICS_PORT), "GET /met");
        }
        SocketChannel other = daemon.connect(101, AttackedDaemon.METRICS_PORT);
        connections.add(other);
        assertThat(get(other, "/healthz")).startsWith("HTTP/1.1 200 OK");
        assertThat(daemon.metric("observer_connections_cut_total{reason=\"over_share\"}"))
                .isPositive();
    }

    @Test
    void heads_thatTrickleIn_areCutInTheirTime() throws Exception {
        for (int i = 0; i < 64; i++) {
            send(daemon.connect(1 + i, AttackedDaemon.METRICS_PORT), "GET /metrics HTTP/1.1\r\n");
            send(daemon.connect(1 + i, AttackedDaemon.PORT), "GET /flows HTTP/1.1\r\n");
        }
        // 20 s, and some for a slow machine.
        await().pollInterval(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(30))
                .until(() -> connections.stream().filter(ITAttacks::goesOn).count() == 0);
    }

    @Test
    void connections_thatSayNothing_leaveRoomForOthers() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            // Half of them say that they speak HTTP/2, and send the settings that belong to it.
            String beginning = i % 2 == 0 ? "" : "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
            send(daemon.connect(1 + i % 200, AttackedDaemon.PORT), beginning);
        }
        for (int i = 0; i < 10; i++) {
            SocketChannel other = daemon.connect(201 + i, AttackedDaemon.PORT);
            connections.add(other);
            assertThat(get(other, "/healthz")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void followers_moreThanMayBe_leaveStreamsForTheUnixSocket() throws Exception {
        AtomicInteger serial = new AtomicInteger();
        double refusedBefore = daemon.metric("observer_readers_refused_total");
        try (DeafFollowers followers =
                new DeafFollowers(() -> daemon.connect(1 + serial.getAndIncrement() % 10, AttackedDaemon.PORT))) {
            for (int i = 0; i < 1_030; i++) {
                followers.add();
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> daemon.metric("observer_readers") >= 960
                            && daemon.metric("observer_readers_refused_total") > refusedBefore);
            daemon.assertServed();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> daemon.metric("observer_readers") < 10);
    }

    /** Sends something, if the daemon has not closed the connection already. */
    private void send(SocketChannel connection, String text) {
        connections.add(connection);
        takes(connection, text);
    }

    /** Returns whether the daemon still takes bytes of a connection. */
    private static boolean takes(SocketChannel connection, String text) {
        try {
            connection.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    /** Sends one more header. Returns whether the daemon has not closed the connection. */
    private static boolean goesOn(SocketChannel connection) {
        try {
            connection.configureBlocking(false);
            return takes(connection, "x: y\r\n") && connection.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException cut) {
            return false;
        }
    }

    private static String get(SocketChannel connection, String target) throws IOException {
        connection.write(
                ByteBuffer.wrap(("GET " + target + " HTTP/1.1\r\nConnection: close\r\n\r\n").getBytes(US_ASCII)));
        return new String(Channels.newInputStream(connection).readAllBytes(), US_ASCII);
    }
}
