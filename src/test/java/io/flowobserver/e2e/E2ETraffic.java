// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.FlowType;
import io.flowobserver.proto.flow.IPVersion;
import io.flowobserver.proto.flow.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent between two pods, and out of the node, is what clients of the daemon are shown. */
@Tag("concurrent")
class E2ETraffic {
    private static final String TCP_ADDRESS = "127.0.0.1:50051";
    private static final String CLIENT_END = "101 1001 default/client [k8s:app=client]";
    private static final String WEB_END = "102 1002 shop/web-0 [k8s:app=web]";
    private static final String WORLD_END = "0 2 / [reserved:world]";

    private static Topology net;
    private static DaemonProcess daemon;
    private static FlowClient observer;
    private static Instant start;

    @BeforeAll
    static void start() {
        Requirements.met();
        net = new Topology();
        start = Instant.now();
        // Otherwise flows without a packet, which only tell what was counted, would come in between.
        daemon = DaemonProcess.observing(
                net, "--listen-client-urls=" + TCP_ADDRESS, "--monitor-aggregation-interval=1h");
        observer = net.keep(new FlowClient(net.file("observer.sock")));
    }

    @AfterAll
    static void stop() {
        if (net == null) {
            return;
        }
        try (Topology ending = net) {
            observer.close();
            daemon.stop();
            assertThat(ending.file("observer.sock")).doesNotExist();
        }
    }

    @ParameterizedTest
    @CsvSource({"198.18.0.2, 198.18.0.130, ICMPv4 8, ICMPv4 0", "fd00:a::2, fd00:b::2, ICMPv6 128, ICMPv6 129"})
    void ping_betweenPods(String client, String web, String request, String reply) {
        NamespaceTraffic.ping(net.client(), web);

        assertSeen(
                flow -> isIcmp(flow) && isBetween(flow, client, web) && !isError(flow),
                CLIENT_END,
                "FROM_ENDPOINT EGRESS NEW request " + client + " > " + web + " " + request,
                "TO_ENDPOINT INGRESS NEW request " + client + " > " + web + " " + request,
                "FROM_ENDPOINT INGRESS REPLY reply " + web + " > " + client + " " + reply,
                "TO_ENDPOINT EGRESS REPLY reply " + web + " > " + client + " " + reply);
    }

    @ParameterizedTest
    @CsvSource({"198.18.0.2, 198.18.0.130", "fd00:a::2, fd00:b::2"})
    void tcp_connectSendAndClose(String client, String web) {
        int port = NamespaceTraffic.converse(net.client(), net.web(), web, 8080);

        String there = client + " " + port + " > " + web + " 8080 TCP ";
        String back = web + " 8080 > " + client + " " + port + " TCP ";
        Predicate<Flow> ours = flow -> FlowLines.hasPort(flow, port) && isBetween(flow, client, web);
        await().until(() -> finished(lines(ours), there) && finished(lines(ours), back));
        List<String> lines = lines(ours);
        assertThat(lines)
                .startsWith(
                        "FROM_ENDPOINT EGRESS NEW request " + there + "SYN",
                        "TO_ENDPOINT INGRESS NEW request " + there + "SYN",
                        "FROM_ENDPOINT INGRESS REPLY reply " + back + "SYN+ACK",
                        "TO_ENDPOINT EGRESS REPLY reply " + back + "SYN+ACK",
                        "FROM_ENDPOINT EGRESS ESTABLISHED request " + there + "ACK",
                        "TO_ENDPOINT INGRESS ESTABLISHED request " + there + "ACK")
                .contains(
                        "FROM_ENDPOINT EGRESS ESTABLISHED request " + there + "PSH+ACK",
                        "TO_ENDPOINT INGRESS ESTABLISHED request " + there + "PSH+ACK",
                        "FROM_ENDPOINT INGRESS REPLY reply " + back + "PSH+ACK",
                        "TO_ENDPOINT EGRESS REPLY reply " + back + "PSH+ACK");
        assertThat(lines.subList(6, lines.size()))
                .allMatch(
                        line -> line.contains("ESTABLISHED request " + there) || line.contains("REPLY reply " + back));
        assertEnvelopes(flows(ours), CLIENT_END, WEB_END);
    }

    @ParameterizedTest
    @CsvSource({"198.18.0.2, 198.18.0.130", "fd00:a::2, fd00:b::2"})
    void tcp_refused(String client, String web) {
        NamespaceTraffic.connectInVain(net.client(), 20_001, web, 8081);

        String there = client + " 20001 > " + web + " 8081 TCP ";
        String back = web + " 8081 > " + client + " 20001 TCP ";
        assertSeen(
                flow -> FlowLines.hasPort(flow, 20_001) && isBetween(flow, client, web),
                CLIENT_END,
                "FROM_ENDPOINT EGRESS NEW request " + there + "SYN",
                "TO_ENDPOINT INGRESS NEW request " + there + "SYN",
                "FROM_ENDPOINT INGRESS REPLY reply " + back + "RST+ACK",
                "TO_ENDPOINT EGRESS REPLY reply " + back + "RST+ACK");
    }

    @ParameterizedTest
    @CsvSource({"198.18.0.2, 198.18.0.130", "fd00:a::2, fd00:b::2"})
    void udp_questionAndAnswer(String client, String web) {
        NamespaceTraffic.ask(net.client(), 20_002, net.web(), web, 5353);

        String there = client + " 20002 > " + web + " 5353 UDP";
        String back = web + " 5353 > " + client + " 20002 UDP";
        assertSeen(
                flow -> FlowLines.hasPort(flow, 20_002) && isBetween(flow, client, web),
                CLIENT_END,
                "FROM_ENDPOINT EGRESS NEW request " + there,
                "TO_ENDPOINT INGRESS NEW request " + there,
                "FROM_ENDPOINT INGRESS REPLY reply " + back,
                "TO_ENDPOINT EGRESS REPLY reply " + back);
    }

    /** The error comes from the pod that got the datagram, and is no reply to it. */
    @ParameterizedTest
    @CsvSource({"198.18.0.2, 198.18.0.130, ICMPv4 3", "fd00:a::2, fd00:b::2, ICMPv6 1"})
    void udp_closedPort(String client, String web, String error) {
        NamespaceTraffic.askInVain(net.client(), 20_003, web, 5354);

        String there = client + " 20003 > " + web + " 5354 UDP";
        assertSeen(
                flow -> (FlowLines.hasPort(flow, 20_003) || (isIcmp(flow) && isError(flow)))
                        && isBetween(flow, client, web),
                CLIENT_END,
                "FROM_ENDPOINT EGRESS NEW request " + there,
                "TO_ENDPOINT INGRESS NEW request " + there,
                "FROM_ENDPOINT EGRESS RELATED request " + web + " > " + client + " " + error,
                "TO_ENDPOINT INGRESS RELATED request " + web + " > " + client + " " + error);
    }

    /** The daemon is not told to observe ARP. What comes after it is seen. */
    @Test
    void arpAndNeighbourDiscovery_areNotShown() {
        net.client().ip("neigh flush dev eth0");
        NamespaceTraffic.ping(net.client(), Topology.WEB);
        NamespaceTraffic.ping(net.client(), Topology.WEB_6);
        NamespaceTraffic.connectInVain(net.client(), 20_006, Topology.WEB_6, 8082);

        await().until(() -> flows(flow -> FlowLines.hasPort(flow, 20_006)).size() == 4);
        assertThat(flows(flow -> true)).allMatch(Flow::hasIP).noneMatch(E2ETraffic::isNeighbourDiscovery);
    }

    @Test
    void tcp_outOfTheNode_isSeenAtTheUplink() {
        NamespaceTraffic.connectInVain(net.client(), 20_004, Topology.OUTSIDE, 443);

        String there = "198.18.0.2 20004 > 198.18.1.2 443 TCP ";
        String back = "198.18.1.2 443 > 198.18.0.2 20004 TCP ";
        Predicate<Flow> ours = flow -> FlowLines.hasPort(flow, 20_004) && FlowLines.hasPort(flow, 443);
        awaitLines(
                ours,
                "FROM_ENDPOINT EGRESS NEW request " + there + "SYN",
                "TO_NETWORK - NEW request " + there + "SYN",
                "FROM_NETWORK - REPLY reply " + back + "RST+ACK",
                "TO_ENDPOINT EGRESS REPLY reply " + back + "RST+ACK");
        assertEnvelopes(flows(ours), CLIENT_END, WORLD_END);
    }

    /** What is asked by the command on TCP and on the unix socket, and by a stub, is answered alike. */
    @Test
    void answers_onTcpAndOnTheUnixSocket_areTheSame() {
        int port = 20_005;
        NamespaceTraffic.ask(net.client(), port, net.web(), Topology.WEB, 5355);
        Predicate<Flow> ours = flow -> FlowLines.hasPort(flow, port);
        await().until(() -> flows(ours).size() == 4);

        String overTcp = observe(TCP_ADDRESS, port);
        String overUnix = observe("unix://" + net.file("observer.sock"), port);

        assertThat(overTcp).isEqualTo(overUnix);
        assertThat(FlowJson.flows(overTcp))
                .isEqualTo(flows(ours).stream().map(FlowJson::withSortedCounts).toList());
    }

    private static String observe(String server, int port) {
        String observer = DaemonProcess.distribution().toString();
        return net.host().run(observer, "observe", "--server", server, "-o", "json", "--port", Integer.toString(port));
    }

    /** Waits until so many flows were seen, and checks them all, and that there were no more. */
    private static void assertSeen(Predicate<Flow> which, String clientEnd, String... expected) {
        awaitLines(which, expected);
        assertEnvelopes(flows(which), clientEnd, WEB_END);
    }

    private static void awaitLines(Predicate<Flow> which, String... expected) {
        await().until(() -> lines(which).size() >= expected.length);
        assertThat(lines(which)).containsExactly(expected);
    }

    /** Everything in a flow that is the same whatever the protocol. */
    private static void assertEnvelopes(List<Flow> flows, String clientEnd, String serverEnd) {
        for (Flow flow : flows) {
            boolean there = isClients(flow.getIP().getSource());
            assertThat(FlowLines.ends(flow))
                    .isEqualTo(there ? clientEnd + " > " + serverEnd : serverEnd + " > " + clientEnd);
            assertThat(flow.getNodeName()).isEqualTo("demo/node-1");
            assertThat(flow.getVerdict()).isEqualTo(Verdict.FORWARDED);
            assertThat(flow.getType()).isEqualTo(FlowType.L3_L4);
            assertThat(flow.getEventType().getType()).isEqualTo(4);
            assertThat(flow.getIP().getIpVersion())
                    .isEqualTo(flow.getIP().getSource().contains(":") ? IPVersion.IPv6 : IPVersion.IPv4);
            assertThat(flow.getInterface().getName()).isEqualTo(device(flow));
            assertThat(flow.getInterface().getIndex())
                    .isEqualTo(net.ifindex(flow.getInterface().getName()));
            assertThat(flow.getUuid()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
            Instant time = Instant.ofEpochSecond(
                    flow.getTime().getSeconds(), flow.getTime().getNanos());
            assertThat(Duration.between(start, time)).isPositive();
            assertThat(time).isBeforeOrEqualTo(Instant.now().plusMillis(1));
        }
    }

    /** The device at which a packet between these addresses is seen at this point. */
    private static String device(Flow flow) {
        boolean there = isClients(flow.getIP().getSource());
        return switch (flow.getTraceObservationPoint()) {
            case FROM_ENDPOINT -> there ? "va" : "vb";
            case TO_ENDPOINT -> there ? "vb" : "va";
            default -> "uplink";
        };
    }

    private static boolean isClients(String address) {
        return address.equals(Topology.CLIENT) || address.equals(Topology.CLIENT_6);
    }

    private static boolean finished(List<String> lines, String way) {
        return lines.stream()
                .anyMatch(line -> line.startsWith("TO_ENDPOINT") && line.contains(way) && line.contains("FIN"));
    }

    private static List<Flow> flows(Predicate<Flow> which) {
        return observer.flows().stream().filter(which).toList();
    }

    private static List<String> lines(Predicate<Flow> which) {
        return flows(which).stream().map(FlowLines::of).toList();
    }

    private static boolean isIcmp(Flow flow) {
        return flow.getL4().hasICMPv4() || flow.getL4().hasICMPv6();
    }

    private static boolean isNeighbourDiscovery(Flow flow) {
        int type = flow.getL4().getICMPv6().getType();
        return type >= 133 && type <= 137;
    }

    private static boolean isError(Flow flow) {
        return flow.getL4().hasICMPv4()
                ? flow.getL4().getICMPv4().getType() == 3
                : flow.getL4().getICMPv6().getType() == 1;
    }

    private static boolean isBetween(Flow flow, String one, String other) {
        return (is(flow.getIP().getSource(), one) && is(flow.getIP().getDestination(), other))
                || (is(flow.getIP().getSource(), other) && is(flow.getIP().getDestination(), one));
    }

    private static boolean is(String address, String wanted) {
        try {
            return !address.isEmpty() && InetAddress.getByName(address).equals(InetAddress.getByName(wanted));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
