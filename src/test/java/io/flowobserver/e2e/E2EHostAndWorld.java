// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.flow.Endpoint;
import io.flowobserver.proto.flow.Flow;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has an address that no inventory lists, on a node whose addresses come and go. */
@Tag("concurrent")
class E2EHostAndWorld {
    private static final int PORT = 9;

    private Namespace node;
    private Namespace pod;

    @TempDir
    private Path directory;

    @BeforeEach
    void connect() {
        Requirements.met();
        node = new Namespace(name("node"));
        pod = new Namespace(name("pod"));
        node.ip(
                """
                link set lo up
                link add va type veth peer name eth0 netns %s
                addr add 10.9.0.1/24 dev va
                addr add fd09::1/64 dev va nodad
                link set va up
                """
                        .formatted(pod.name()));
        pod.ip(
                """
                addr add 10.9.0.2/24 dev eth0
                addr add fd09::2/64 dev eth0 nodad
                link set eth0 up
                route add default via 10.9.0.1
                route add default via fd09::1
                """);
    }

    @AfterEach
    void remove() {
        for (Namespace made : Stream.of(node, pod).filter(Objects::nonNull).toList()) {
            made.close();
        }
    }

    @Test
    void serve_withoutAnInventory_knowsTheNodeAndTheWorld() throws Exception {
        try (DaemonProcess daemon = serve("--metric=flows-to-world:port", "--metrics-server=127.0.0.1:9965");
                FlowClient client = new FlowClient(socket())) {
            assertThat(destination(client, "10.9.0.1")).isEqualTo(reserved(1, "host"));
            assertThat(destination(client, "fd09::1")).isEqualTo(reserved(1, "host"));
            assertThat(destination(client, "1.1.1.1")).isEqualTo(reserved(2, "world"));
            assertThat(destination(client, "2606:4700::1111")).isEqualTo(reserved(2, "world"));
            assertThat(destination(client, "10.77.0.1")).isEqualTo(reserved(0, "unknown"));

            node.ip("addr add 10.77.0.1/32 dev va\naddr add 2606:4700::1111/128 dev va nodad");
            await().untilAsserted(() -> {
                assertThat(destination(client, "10.77.0.1")).isEqualTo(reserved(1, "host"));
                assertThat(destination(client, "2606:4700::1111")).isEqualTo(reserved(1, "host"));
            });
            node.ip("addr del 10.77.0.1/32 dev va");
            await().untilAsserted(
                            () -> assertThat(destination(client, "10.77.0.1")).isEqualTo(reserved(0, "unknown")));

            assertThat(observe("--to-identity=world"))
                    .contains("1.1.1.1:9 (world)")
                    .doesNotContain("10.9.0.1:9");
            assertThat(observe("--to-label=reserved:world")).contains("1.1.1.1:9");
            assertThat(node.run("curl", "--silent", "http://127.0.0.1:9965/metrics"))
                    .containsPattern("hubble_flows_to_world_total\\{.*port=\"9\".*} 2");
            daemon.stop();
        }
    }

    @Test
    void serve_inventoryThatGivesTheNodesAddressToAPod_isBelieved() throws Exception {
        Path inventory = Files.writeString(
                directory.resolve("inventory.json"),
                """
                {"ipcache": [{"prefix": "10.9.0.1", "identity": 4711, "namespace": "default", "pod_name": "web"}]}""");
        try (DaemonProcess daemon = serve("--inventory=file:" + inventory, "--cluster-cidr=10.0.0.0/8");
                FlowClient client = new FlowClient(socket())) {
            assertThat(destination(client, "10.9.0.1"))
                    .satisfies(web -> assertThat(web.getPodName()).isEqualTo("web"))
                    .satisfies(web -> assertThat(web.getIdentity()).isEqualTo(4711));
            assertThat(destination(client, "fd09::1")).isEqualTo(reserved(1, "host"));
            assertThat(destination(client, "192.168.7.7"))
                    .as("outside 10.0.0.0/8")
                    .isEqualTo(reserved(2, "world"));
            daemon.stop();
        }
    }

    /** Sends a packet from the pod and answers who the newest flow to the address says has it. */
    private Endpoint destination(FlowClient client, String address) {
        int port = pod.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(address), PORT));
                return socket.getLocalPort();
            }
        });
        await().until(() -> client.flows().stream().anyMatch(flow -> isTo(flow, address, port)));
        return client.flows().stream()
                .filter(flow -> isTo(flow, address, port))
                .findFirst()
                .orElseThrow()
                .getDestination();
    }

    private static boolean isTo(Flow flow, String address, int port) {
        return flow.getIP().getDestination().equals(address)
                && flow.getL4().getUDP().getSourcePort() == port;
    }

    private static Endpoint reserved(int identity, String name) {
        return Endpoint.newBuilder()
                .setIdentity(identity)
                .addLabels("reserved:" + name)
                .build();
    }

    private DaemonProcess serve(String... flags) {
        List<String> arguments = new ArrayList<>(
                List.of("serve", "--listen-client-urls=unix://" + socket(), "--monitor-aggregation=none"));
        arguments.addAll(List.of(flags));
        DaemonProcess daemon = new DaemonProcess(node, arguments.toArray(String[]::new));
        daemon.awaitLog("ring: ");
        return daemon;
    }

    private String observe(String filter) {
        return Command.run(
                DaemonProcess.distribution().toString(), "observe", "--server=unix://" + socket(), "--all", filter);
    }

    private Path socket() {
        return directory.resolve("observer.sock");
    }

    private static String name(String what) {
        return Namespace.PREFIX + ProcessHandle.current().pid() + "-" + what;
    }
}
