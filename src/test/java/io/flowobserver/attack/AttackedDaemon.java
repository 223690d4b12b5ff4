// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.e2e.DaemonProcess;
import io.flowobserver.e2e.Namespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The distribution's daemon with a heap of 64 MB, in a network namespace of its own, and another namespace with many
 * addresses from which it is attacked. All the time somebody on its node asks it for flows and metrics
 * ({@link Bystander}).
 *
 * <p>A test class starts one for all its attacks. After each of them it closes the attacker's connections and calls
 * {@link #assertServed}. Connections may be made by several threads.
 */
final class AttackedDaemon implements AutoCloseable {
    /** Serves gRPC and HTTP/1.1. */
    static final int PORT = 4244;

    /** Serves metrics and probes by HTTP/1.1. */
    static final int METRICS_PORT = 6943;

    private static final String ADDRESS = "198.18.0.1";
    private static final String ATTACKERS = "198.18.1.";
    private static final int FLOWS_PER_SECOND = 100;
    private static final int HEAP_MIB = 64;
    private static final int DIRECT_MIB = 96;
    /** The JVM's code, classes, threads and stacks. */
    private static final int REST_MIB = 160;

    private final Path directory;
    private final Namespace node;
    private final Namespace attackers;
    private final DaemonProcess process;
    private final Bystander bystander;

    private AttackedDaemon(Path directory, Namespace node, Namespace attackers) throws Exception {
        this.directory = directory;
        this.node = node;
        this.attackers = attackers;
        connectNamespaces();
        this.process = startProcess();
        try {
            this.bystander = new Bystander(process.pid(), node, socket());
        } catch (RuntimeException | Error failed) {
            process.close();
            throw failed;
        }
    }

    /**
     * Starts it, or skips the test where no network namespaces can be made.
     *
     * @param directory an empty one, for the socket and the capture
     */
    static AttackedDaemon start(Path directory) throws Exception {
        Namespace.lacking().ifPresent(Assumptions::abort);
        Namespace.sweep();
        String prefix = Namespace.PREFIX + ProcessHandle.current().pid();
        Namespace node = new Namespace(prefix + "-attacked");
        Namespace attackers = new Namespace(prefix + "-attackers");
        try {
            return new AttackedDaemon(directory, node, attackers);
        } catch (Exception | Error failed) {
            attackers.close();
            node.close();
            throw failed;
        }
    }

    /** The unix socket, which serves gRPC and HTTP/1.1. */
    Path socket() {
        return directory.resolve("observer.sock");
    }

    /**
     * Connects from one of the attackers' addresses, which all are another machine's. The socket blocks.
     *
     * @param attacker 1 to 250; the last byte of the address
     */
    SocketChannel connect(int attacker, int port) {
        return attackers.call(() -> connected(ATTACKERS + attacker, ADDRESS, port));
    }

    /** Connects from the node itself, by loopback. The socket blocks. */
    SocketChannel connectFromNode(int port) {
        return node.call(() -> connected("127.0.0.1", "127.0.0.1", port));
    }

    /** Runs something on a thread whose sockets are the attackers'; they may bind to any of their addresses. */
    Namespace attackers() {
        return attackers;
    }

    /** The address of the daemon as the attackers see it. */
    static InetSocketAddress address(int port) {
        return new InetSocketAddress(ADDRESS, port);
    }

    /** A sample of one of the daemon's metrics, such as {@code observer_readers_refused_total}; 0 if there is none yet. */
    double metric(String nameAndLabels) throws Exception {
        return bystander
                .metrics()
                .lines()
                .filter(line -> line.startsWith(nameAndLabels + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(nameAndLabels.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** What the daemon has logged. */
    List<String> log() {
        return process.log();
    }

    /**
     * Asserts that each request of the bystander was answered within a second until now, that those after now are too,
     * and that the daemon's memory is within its bounds.
     */
    void assertServed() throws Exception {
        bystander.assertServed();
        assertThat(process.isAlive()).as("alive; log: %s", process.log()).isTrue();
        assertThat(process.log()).noneMatch(line -> line.contains("OutOfMemoryError"));
        assertThat(residentMib()).as("MiB").isLessThan(HEAP_MIB + DIRECT_MIB + REST_MIB);
    }

    /** Resident memory of the process. */
    long residentMib() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        bystander.close();
        process.close();
        attackers.close();
        node.close();
    }

    private void connectNamespaces() {
        node.ip("link add uplink type veth peer name eth0 netns " + attackers.name());
        node.ip("link set lo up\naddr add " + ADDRESS + "/16 dev uplink\nlink set uplink up");
        attackers.ip("link set lo up\naddr add 198.18.0.2/16 dev eth0\nlink set eth0 up");
        // Each of these is an address of the attackers.
        attackers.ip("route add local " + ATTACKERS + "0/24 dev lo");
    }

    private DaemonProcess startProcess() throws Exception {
        DaemonProcess started = DaemonProcess.with(
                Map.of("OBSERVER_HEAP", HEAP_MIB + "m", "OBSERVER_DIRECT", DIRECT_MIB + "m"),
                node,
                "serve",
                "--source=replay:" + Packets.capture(directory, FLOWS_PER_SECOND),
                "--replay-loop",
                "--replay-time=now",
                "--max-flows=1023",
                "--listen-client-urls=unix://" + socket() + ",0.0.0.0:" + PORT,
                "--http-on-tcp",
                "--metrics-server=0.0.0.0:" + METRICS_PORT,
                "--metric=drop,flow");
        try {
            started.awaitLog("listeners");
            return started;
        } catch (AssertionError failed) {
            started.close();
            throw failed;
        }
    }

    private static SocketChannel connected(String from, String to, int port) throws IOException {
        SocketChannel connection = SocketChannel.open();
        try {
            connection.bind(new InetSocketAddress(from, 0));
            connection.connect(new InetSocketAddress(to, port));
            return connection;
        } catch (IOException failed) {
            connection.close();
            throw failed;
        }
    }
}
