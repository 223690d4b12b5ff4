// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.event.EventBytes;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.source.capture.CaptureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was recorded is replayed to the same flows. */
class E2ERecordReplay {
    private static final int PINGS = 5;
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
        assertThat(replayed.subList(0, live.size())).isEqualTo(live);
        assertThat(replayed.size() - live.size())
                .as("seen between the last look and the end")
                .isLessThan(live.size());
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
