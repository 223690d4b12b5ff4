// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Struct;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.TraceObservationPoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Packets and bytes that the kernel programs count, as clients of the daemon see them. */
@Tag("concurrent")
class E2ECounts {
    private static final long TRANSFER_BYTES = 20 << 20;
    private static final int PORT = 9000;
    private static final int DATAGRAMS = 200;

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

    /** A transfer is a few flows, and none of its packets is missing from them. */
    @Test
    void transfer_isFewFlowsThatTellAllOfIt() {
        DaemonProcess daemon = DaemonProcess.observing(net, "--monitor-aggregation-interval=1s");
        daemon.awaitLog("observing va");
        FlowClient observer = net.keep(new FlowClient(net.file("observer.sock")));
        PacketCounter counter = net.keep(PacketCounter.attach(net.host(), "va", false));

        Transfer transfer = Transfer.start(net.client(), net.web(), Topology.WEB, TRANSFER_BYTES);
        assertThat(transfer.received()).isEqualTo(transfer.sent());

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertTold(observer, TraceObservationPoint.FROM_ENDPOINT, TRANSFER_BYTES);
            assertTold(observer, TraceObservationPoint.TO_ENDPOINT, 0);
        });
        List<Flow> flows = flows(observer, TraceObservationPoint.FROM_ENDPOINT);
        assertThat(flows).hasSizeLessThan((int) (counter.read().ingress() / 4));
        assertThat(flows(observer, TraceObservationPoint.TO_ENDPOINT))
                .as("the server's FIN is the second one")
                .anyMatch(flow -> text(flow, "closed").equals("fin"));
        daemon.stop();
    }

    /** Datagrams of one connection that is quiet afterwards: the first is told at once, a sweep tells the rest. */
    @Test
    void quietConnection_isToldByASweep() {
        DaemonProcess daemon =
                DaemonProcess.observing(net, "--monitor-aggregation=maximum", "--monitor-aggregation-interval=200ms");
        daemon.awaitLog("observing va");
        FlowClient observer = net.keep(new FlowClient(net.file("observer.sock")));

        NamespaceTraffic.sendDatagrams(net.client(), 20_100, Topology.WEB, PORT, DATAGRAMS);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            List<Flow> flows = flows(observer, TraceObservationPoint.FROM_ENDPOINT);
            assertThat(sum(flows, "packets")).isEqualTo(DATAGRAMS);
            assertThat(flows).anyMatch(flow -> text(flow, "told_by").equals("sweep"));
        });
        daemon.stop();
    }

    /** What a rule denies is no flow, and everything else is. */
    @Test
    void filter_hidesWhatItDenies() {
        DaemonProcess daemon = DaemonProcess.observing(net, "--bpf-filter=deny port=" + PORT + " protocol=udp");
        daemon.awaitLog("observing va");
        FlowClient observer = net.keep(new FlowClient(net.file("observer.sock")));

        NamespaceTraffic.sendDatagrams(net.client(), 20_101, Topology.WEB, PORT, DATAGRAMS);
        NamespaceTraffic.sendDatagrams(net.client(), 20_101, Topology.WEB, PORT + 1, 1);

        await().until(() -> observer.flows().stream().anyMatch(flow -> FlowLines.hasPort(flow, PORT + 1)));
        assertThat(flows(observer, TraceObservationPoint.FROM_ENDPOINT)).isEmpty();
        daemon.stop();
    }

    private void assertTold(FlowClient observer, TraceObservationPoint point, long payload) {
        List<Flow> flows = flows(observer, point);
        assertThat(flows).isNotEmpty();
        Struct last = FlowJson.counts(flows.get(flows.size() - 1));
        assertThat(sum(flows, "bytes")).isGreaterThan(payload).isEqualTo((long)
                last.getFieldsOrThrow("total_bytes").getNumberValue());
        assertThat(sum(flows, "packets"))
                .isEqualTo((long) last.getFieldsOrThrow("total_packets").getNumberValue());
        assertThat(flows.stream().filter(flow -> text(flow, "closed").isEmpty()).count())
                .isGreaterThanOrEqualTo(flows.size() - 1L);
    }

    private List<Flow> flows(FlowClient observer, TraceObservationPoint point) {
        int ifindex = net.ifindex("va");
        return observer.flows().stream()
                .filter(flow -> flow.getInterface().getIndex() == ifindex
                        && flow.getTraceObservationPoint() == point
                        && FlowLines.hasPort(flow, PORT))
                .toList();
    }

    private static long sum(List<Flow> flows, String key) {
        return (long) flows.stream()
                .mapToDouble(flow -> FlowJson.counts(flow).getFieldsOrThrow(key).getNumberValue())
                .sum();
    }

    private static String text(Flow flow, String key) {
        Struct counts = FlowJson.counts(flow);
        return counts.containsFields(key) ? counts.getFieldsOrThrow(key).getStringValue() : "";
    }
}
