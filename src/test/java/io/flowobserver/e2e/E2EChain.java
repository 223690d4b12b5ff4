// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.flow.TraceObservationPoint;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever stands behind the daemon's programs sees every packet that the daemon sees, and no packet is held up. */
class E2EChain {
    private static final int TRANSFER_BYTES = 8 << 20;

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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void programBehindOurs_seesAsManyPacketsAsThereAreFlows(boolean clsact) {
        PacketCounter counter = net.keep(PacketCounter.attach(net.host(), "va", clsact));
        DaemonProcess daemon = DaemonProcess.observing(net, clsact ? "--clsact" : "--interfaces=v*");
        assertThat(daemon.awaitLog("observing va")).contains(clsact ? "CLSACT" : "TCX");
        FlowClient observer = net.keep(new FlowClient(net.file("observer.sock")));

        NamespaceTraffic.ping(net.client(), Topology.WEB);
        NamespaceTraffic.connectInVain(net.client(), 20_001, Topology.WEB, 81);
        NamespaceTraffic.askInVain(net.client(), 20_002, Topology.WEB, 82);
        Transfer transfer = Transfer.start(net.client(), net.web(), Topology.WEB, TRANSFER_BYTES);
        assertThat(transfer.received()).isEqualTo(transfer.sent());

        int ifindex = net.ifindex("va");
        await().untilAsserted(() -> {
            List<GetFlowsResponse> responses = observer.responses();
            PacketCounter.Count count = counter.read();
            assertThat(responses).allMatch(GetFlowsResponse::hasFlow);
            assertThat(count(responses, ifindex, TraceObservationPoint.FROM_ENDPOINT))
                    .isEqualTo(count.ingress());
            assertThat(count(responses, ifindex, TraceObservationPoint.TO_ENDPOINT))
                    .isEqualTo(count.egress());
        });
        assertThat(counter.read().ingress()).isGreaterThan(TRANSFER_BYTES / 65_536);
        System.out.println((clsact ? "clsact" : "tcx") + ": " + counter.read());
        daemon.stop();
    }

    private static long count(List<GetFlowsResponse> responses, int ifindex, TraceObservationPoint point) {
        return responses.stream()
                .map(GetFlowsResponse::getFlow)
                .filter(flow -> flow.getInterface().getIndex() == ifindex)
                .filter(flow -> flow.getTraceObservationPoint() == point)
                .count();
    }
}
