// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Origin;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.datapath.TraceNotify;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.flow.text.AddressText;
import io.flowobserver.proto.flow.Endpoint;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.source.capture.CaptureReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was recorded is replayed to the same flows. */
class E2ERecordReplay {
    private static final int HOST = 1;
    private static final int PINGS = 5;
    private static final int BIG_TRANSFER_BYTES = 64 << 20;
    private static final int LONGEST_IPV6_FRAME = 14 + 40 + 65_535;
    private static final int EVENTS_OF_A_PING = 4;

    private Topology net;

    @BeforeEach
    void start() {
        Requirements.met();
        net = new Topology();
    }

    @AfterEach
    void stop() {
        if (net != null) {
            net.close();
        }
    }

    @Test
    void serve_recordedTraffic_replaysToTheSameFlowsInTheSameOrder() throws Exception {
        Path capture = net.file("capture.pcap");
        DaemonProcess daemon = DaemonProcess.observing(net, "--record=" + capture);
        List<Flow> live = trafficSeen();
        daemon.stop();

        List<Flow> replayed = replay(capture);

        assertThat(live).hasSizeGreaterThan(30);
        assertThat(withoutHost(replayed.subList(0, live.size()))).isEqualTo(withoutHost(live));
        assertThat(replayed.size() - live.size())
                .as("seen between the last look and the end")
                .isLessThan(live.size());
    }

    /** A live daemon knows the link-local addresses of its own devices, of which a capture says nothing. */
    private static List<Flow> withoutHost(List<Flow> flows) {
        return flows.stream()
                .map(flow -> flow.toBuilder()
                        .setSource(withoutHost(flow.getSource()))
                        .setDestination(withoutHost(flow.getDestination()))
                        .build())
                .toList();
    }

    private static Endpoint withoutHost(Endpoint endpoint) {
        return endpoint.getIdentity() == HOST ? Endpoint.getDefaultInstance() : endpoint;
    }

    @Test
    void record_count_writesExactlySoManyEvents() throws Exception {
        Path capture = net.file("capture.pcap");
        DaemonProcess record = net.keep(new DaemonProcess(net.host(), "record", capture.toString(), "--count=7"));
        record.awaitLog("eBPF: ");
        pings();

        assertThat(record.awaitEnd()).isEqualTo("7 events written to " + capture);
        assertThat(eventsIn(capture)).isEqualTo(7);
    }

    @Test
    void record_duration_endsInTimeWithWhatCameUntilThen() throws Exception {
        Path capture = net.file("capture.pcap");
        DaemonProcess record = net.keep(new DaemonProcess(net.host(), "record", capture.toString(), "--duration=2s"));
        record.awaitLog("eBPF: ");
        long attached = System.nanoTime();
        pings();

        assertThat(record.awaitEnd()).endsWith(" events written to " + capture);
        assertThat(Duration.ofNanos(System.nanoTime() - attached)).isLessThan(Duration.ofSeconds(10));
        int events = eventsIn(capture);
        assertThat(events).isGreaterThanOrEqualTo(PINGS * EVENTS_OF_A_PING);

        Path some = net.file("some.pcap");
        DaemonProcess again = net.keep(new DaemonProcess(
                net.host(),
                "record",
                some.toString(),
                "--source=replay:" + capture,
                "--replay-speed=max",
                "--count=9"));
        assertThat(again.awaitEnd()).isEqualTo("9 events written to " + some);
        assertThat(eventsIn(some)).isEqualTo(9);
    }

    @Test
    void record_stopped_hasWrittenWhatItSaw() throws Exception {
        Path capture = net.file("capture.pcap");
        DaemonProcess record = net.keep(new DaemonProcess(net.host(), "record", capture.toString()));
        record.awaitLog("eBPF: ");
        pings();

        record.stop();

        int events = eventsIn(capture);
        assertThat(record.awaitEnd()).isEqualTo(events + " events written to " + capture);
        assertThat(events).isGreaterThanOrEqualTo(PINGS * EVENTS_OF_A_PING);
    }

    /** A sample ends with the last header, so nothing of what was said is in the capture. */
    @Test
    void record_conversation_holdsNoPayload() throws Exception {
        Path capture = net.file("headers.pcap");
        DaemonProcess record = net.keep(new DaemonProcess(net.host(), "record", capture.toString()));
        record.awaitLog("eBPF: ");
        NamespaceTraffic.converse(net.client(), net.web(), Topology.WEB, 8080);
        NamespaceTraffic.converse(net.client(), net.web(), Topology.WEB_6, 8080);
        NamespaceTraffic.ask(net.client(), 20_003, net.web(), Topology.WEB, 5353);
        NamespaceTraffic.ask(net.client(), 20_003, net.web(), Topology.WEB_6, 5353);

        record.stop();

        String bytes = Files.readString(capture, StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain(new String(NamespaceTraffic.GREETING, StandardCharsets.ISO_8859_1));
        assertThat(eventsIn(capture)).isGreaterThan(30);
    }

    /** Linux gives a segment of more than 64 KiB a hop-by-hop header with its length, or no length at all. */
    @Test
    void record_bigTcp_hasPortsAndFlags() throws Exception {
        for (Namespace namespace : List.of(net.client(), net.web())) {
            allowBigTcp(namespace, "eth0");
        }
        allowBigTcp(net.host(), "va");
        allowBigTcp(net.host(), "vb");
        Path capture = net.file("big.pcap");
        DaemonProcess record = net.keep(new DaemonProcess(net.host(), "record", capture.toString()));
        record.awaitLog("eBPF: ");
        Transfer transfer = Transfer.start(net.client(), net.web(), Topology.WEB_6, BIG_TRANSFER_BYTES);
        transfer.hurry();
        assertThat(transfer.received()).isEqualTo(transfer.sent());
        record.stop();

        List<String> segments = longSegmentsIn(capture);
        assumeFalse(segments.isEmpty(), "no segment of more than 64 KiB was sent");
        assertThat(segments).containsOnly(Topology.CLIENT_6 + " > " + Topology.WEB_6 + " 9000 ACK");
    }

    private static void allowBigTcp(Namespace namespace, String device) {
        Command result = Command.result(
                "link set dev " + device + " gso_max_size 180000 gro_max_size 180000",
                List.of("ip", "-n", namespace.name(), "-batch", "-"));
        assumeTrue(result.exitCode() == 0, "no BIG TCP here: " + result.errors());
    }

    /** What the packets that are longer than any without BIG TCP become. */
    private static List<String> longSegmentsIn(Path capture) throws Exception {
        Decoder decoder = new Decoder(DecoderOptions.DEFAULT);
        List<String> segments = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            EventBytes bytes = new EventBytes();
            while (reader.next(bytes)) {
                if (bytes.u32(TraceNotify.ORIGINAL_LENGTH_OFFSET) > LONGEST_IPV6_FRAME) {
                    FlowWriter row = new FlowWriter();
                    assertThat(decoder.decode(bytes, Origin.OWN, row)).isNull();
                    segments.add(segment(row.view()));
                }
            }
        }
        return segments;
    }

    private static String segment(FlowView flow) {
        boolean ack = flow.has(FlowFlags.TCP_FLAGS) && (flow.tcpFlags() & TcpFlags.ACK) != 0;
        return AddressText.of(flow.sourceAddressHigh(), flow.sourceAddressLow()) + " > "
                + AddressText.of(flow.destinationAddressHigh(), flow.destinationAddressLow()) + " "
                + flow.destinationPort() + (ack ? " ACK" : "");
    }

    private void pings() {
        for (int i = 0; i < PINGS; i++) {
            NamespaceTraffic.ping(net.client(), Topology.WEB);
        }
    }

    /** The kernel's names of devices, which a live daemon knows without being told. */
    private Path inventoryWithDevices() throws IOException {
        String links = Stream.of("va", "vb", "uplink")
                .map(device -> "{\"ifindex\": " + net.ifindex(device) + ", \"name\": \"" + device + "\"}")
                .collect(Collectors.joining(", ", "{\"links\": [", "], "));
        Path inventory = net.file("replay.json");
        Files.writeString(inventory, Files.readString(net.inventory()).replaceFirst("\\{", links));
        return inventory;
    }

    /** Something of everything, and the flows of it without what is new at each start. */
    private List<Flow> trafficSeen() {
        pings();
        NamespaceTraffic.ping(net.client(), Topology.WEB_6);
        NamespaceTraffic.connectInVain(net.client(), 20_001, Topology.OUTSIDE, 81);
        NamespaceTraffic.askInVain(net.client(), 20_002, Topology.WEB_6, 82);
        NamespaceTraffic.converse(net.client(), net.web(), Topology.WEB, 8080);
        NamespaceTraffic.ask(net.client(), 20_003, net.web(), Topology.WEB, 5353);
        try (FlowClient observer = new FlowClient(net.file("observer.sock"))) {
            await().until(() -> observer.flows().stream()
                    .map(FlowLines::of)
                    .anyMatch("TO_ENDPOINT EGRESS REPLY reply 198.18.0.130 5353 > 198.18.0.2 20003 UDP"::equals));
            return withoutUuid(observer.flows());
        }
    }

    private List<Flow> replay(Path capture) throws IOException {
        Path socket = net.file("replay.sock");
        DaemonProcess daemon = net.keep(new DaemonProcess(
                net.host(),
                "serve",
                "--source=replay:" + capture,
                "--replay-speed=max",
                "--inventory=file:" + inventoryWithDevices(),
                "--listen-client-urls=unix://" + socket));
        daemon.awaitLog("has ended");
        try (FlowClient observer = new FlowClient(socket)) {
            return withoutUuid(observer.flows());
        }
    }

    private static List<Flow> withoutUuid(List<Flow> flows) {
        return flows.stream().map(flow -> flow.toBuilder().clearUuid().build()).toList();
    }

    private static int eventsIn(Path capture) throws Exception {
        int events = 0;
        try (CaptureReader reader = CaptureReader.open(capture)) {
            EventBytes bytes = new EventBytes();
            while (reader.next(bytes)) {
                events++;
            }
        }
        return events;
    }
}
