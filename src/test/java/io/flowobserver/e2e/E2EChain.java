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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever stands behind the daemon's programs sees every packet that the daemon sees, and no packet is held up. */
@Tag("concurrent")
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

    @SuppressWarnings("deprecation") // Flow.Summary is deprecated upstream, but nothing else in a flow says ARP
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void programBehindOurs_seesAsManyPacketsAsThereAreFlows(boolean clsact) {
        PacketCounter counter = net.keep(PacketCounter.attach(net.host(), "va", clsact));
        DaemonProcess daemon = DaemonProcess.observing(
                net, "--observe-arp", "--monitor-aggregation=none", clsact ? "--clsact" : "--interfaces=v*");
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
        assertThat(observer.flows()).anyMatch(flow -> flow.getSummary().equals("ARP"));
        System.out.println((clsact ? "clsact" : "tcx") + ": " + counter.read());
        daemon.stop();
    }

    /** It decides about every packet, so the daemon sees none any more and can only say so. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void programInFrontOfOurs_isTold(boolean clsact) {
        DaemonProcess daemon = DaemonProcess.observing(net, "--observe-arp", clsact ? "--clsact" : "--interfaces=v*");
        daemon.awaitLog("observing va");
        FlowClient observer = net.keep(new FlowClient(net.file("observer.sock")));
        PacketCounter counter = net.keep(PacketCounter.attachFirst(net.host(), "va", clsact));

        assertThat(daemon.awaitLog("va: program "))
                .contains("(count_ingress) runs before the observer's at ingress")
                .contains("(count_egress) runs before the observer's at egress")
                .endsWith("; packets that it accepts, drops or redirects are not seen");
        assertThat(status()).containsPattern("\"not_first\": \\[\\s*\"va: program \\d+ \\(count_ingress\\)");
        assertThat(status()).contains("\"errors\": []");

        NamespaceTraffic.ping(net.client(), Topology.WEB);
        int va = net.ifindex("va");
        int vb = net.ifindex("vb");
        await().until(() -> count(observer.responses(), vb, TraceObservationPoint.FROM_ENDPOINT) > 0);
        assertThat(counter.read().ingress()).isPositive();
        assertThat(count(observer.responses(), va, TraceObservationPoint.FROM_ENDPOINT))
                .isZero();

        if (clsact) {
            net.host().run("tc", "filter", "del", "dev", "va", "ingress", "pref", "1", "handle", "1", "bpf");
            net.host().run("tc", "filter", "del", "dev", "va", "egress", "pref", "1", "handle", "1", "bpf");
        } else {
            counter.close();
        }
        daemon.awaitLog("va: no other program runs before the observer's any more");
        NamespaceTraffic.ping(net.client(), Topology.WEB);
        await().until(() -> count(observer.responses(), va, TraceObservationPoint.FROM_ENDPOINT) > 0);
        assertThat(status()).contains("\"not_first\": []");
        daemon.stop();
    }

    @Test
    void filterRemovedBySomebodyElse_isAttachedAgain() {
        DaemonProcess daemon = DaemonProcess.observing(net, "--clsact");
        daemon.awaitLog("observing va");
        FlowClient observer = net.keep(new FlowClient(net.file("observer.sock")));
        net.host().run("tc", "qdisc", "del", "dev", "va", "clsact");

        daemon.awaitLog("va: somebody else has detached the observer's programs, which are attached again");
        daemon.awaitLog("observing va as ENDPOINT by CLSACT");
        NamespaceTraffic.ping(net.client(), Topology.WEB);
        int va = net.ifindex("va");
        await().until(() -> count(observer.responses(), va, TraceObservationPoint.FROM_ENDPOINT) > 0);
        daemon.stop();
    }

    private String status() {
        return Command.run(
                "curl", "--silent", "--unix-socket", net.file("observer.sock").toString(), "http://localhost/");
    }

    private static long count(List<GetFlowsResponse> responses, int ifindex, TraceObservationPoint point) {
        return responses.stream()
                .map(GetFlowsResponse::getFlow)
                .filter(flow -> flow.getInterface().getIndex() == ifindex)
                .filter(flow -> flow.getTraceObservationPoint() == point)
                .count();
    }
}
