// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.JsonFormat;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.Source;
import io.flowobserver.source.capture.CaptureWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets of this node and recorded requests of a proxy in one stream of flows. */
class E2ESources {
    private static final int REQUESTS = 50;
    private static final long MILLI_NANOS = 1_000_000;
    private static final String REQUEST =
            """
            {"Type": "Request", "Timestamp": "2025-10-21T12:00:00Z", "IPVersion": 0, "TransportProtocol": 6,
             "SourceEndpoint": {"IPv4": "198.18.0.2", "Port": 40000},
             "DestinationEndpoint": {"IPv4": "198.18.0.130", "Port": 8080},
             "HTTP": {"Code": 0, "Method": "GET"}}
            """;

    private Topology net;

    @BeforeEach
    void start() {
        Requirements.met();
        net = new Topology(false);
    }

    @AfterEach
    void stop() {
        if (net != null) {
            net.close();
        }
    }

    @Test
    void serve_bpfAndReplay_showsTheFlowsOfBoth() throws Exception {
        Path capture = requests();
        DaemonProcess daemon = DaemonProcess.observing(
                net, "--source=bpf", "--source=replay:" + capture, "--replay-time=now", "--replay-loop");
        daemon.awaitLog("replay:" + capture);
        try (FlowClient observer = new FlowClient(net.file("observer.sock"))) {
            NamespaceTraffic.ping(net.client(), Topology.WEB);
            await().untilAsserted(() -> assertThat(observer.flows())
                    .anyMatch(Flow::hasL7)
                    .anyMatch(flow -> flow.getL4().hasICMPv4()));
            NamespaceTraffic.converse(net.client(), net.web(), Topology.WEB, 8080);
            await().untilAsserted(() -> {
                List<Flow> flows = observer.flows();
                assertThat(flows)
                        .filteredOn(flow -> flow.getL4().hasTCP() && !flow.hasL7())
                        .hasSizeGreaterThan(10);
                assertThat(flows).filteredOn(Flow::hasL7).hasSizeGreaterThan(REQUESTS);
            });
            assertThat(observer.flows())
                    .extracting(flow -> flow.getTime().getSeconds())
                    .as("flows of different rounds are out of order by less than a search by time allows for")
                    .isSortedAccordingTo((one, next) -> next - one < -1 ? 1 : 0);
            assertThat(observer.flows())
                    .filteredOn(Flow::hasL7)
                    .extracting(flow -> flow.getIP().getDestination())
                    .containsOnly(Topology.WEB);
        }
        List<Source> sources = status().getSourcesList();
        assertThat(sources).extracting(Source::getName).containsExactly("bpf", "replay:" + capture);
        assertThat(sources).allSatisfy(source -> {
            assertThat(source.getState()).isEqualTo("running");
            assertThat(source.getEvents()).isPositive();
            assertThat(source.getLost()).isZero();
            assertThat(source.getMalformed()).isZero();
        });
        assertThat(sources.get(0).getDevices().getObserved()).isEqualTo(3);
        daemon.stop();
        assertThat(daemon.log()).noneMatch(line -> line.contains("cannot see"));
    }

    private Path requests() throws Exception {
        Path file = net.file("requests.pcap");
        try (CaptureWriter capture = CaptureWriter.create(file)) {
            for (int i = 0; i < REQUESTS; i++) {
                capture.write(
                        SampleKind.ACCESS_LOG,
                        SampleOrigin.UNKNOWN,
                        -1,
                        i * MILLI_NANOS,
                        EventBytes.of(REQUEST.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return file;
    }

    private NodeStatus status() throws Exception {
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(net.file("observer.sock")))) {
            String request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            String answer = new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
            NodeStatus.Builder status = NodeStatus.newBuilder();
            JsonFormat.parser().merge(answer.substring(answer.indexOf("\r\n\r\n")), status);
            return status.build();
        }
    }
}
