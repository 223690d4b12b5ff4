// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A daemon that is killed disturbs nobody, and leaves nothing that the next one does not put in order. */
@Tag("concurrent")
class E2EKill {
    private static final long TRANSFER_BYTES = 200_000_000;
    private static final String OUR_FILTER = "observer_";
    private static final int COUNTERS_OWN = 2;

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
    void tcx_killedDuringATransfer_transferEndsAndNothingIsLeft() {
        PacketCounter counter = net.keep(PacketCounter.attach(net.host(), "va", false));
        DaemonProcess daemon = DaemonProcess.observing(net);
        assertThat(counter.read().tcxPrograms()).isEqualTo(COUNTERS_OWN + 2);

        killDuringATransfer(daemon);

        await().until(() -> counter.read().tcxPrograms() == COUNTERS_OWN);
        assertThat(filters("va") + filters("vb") + filters("uplink")).isEmpty();
        assertThat(net.host().run("tc", "qdisc", "show")).doesNotContain("clsact");
        restart();
        assertThat(counter.read().tcxPrograms()).isEqualTo(COUNTERS_OWN);
    }

    @Test
    void clsact_killedDuringATransfer_transferEndsAndTheNextStartRemovesTheFilters() {
        DaemonProcess daemon = DaemonProcess.observing(net, "--clsact");

        killDuringATransfer(daemon);

        assertThat(filters("va")).contains(OUR_FILTER);
        assertThat(filters("vb")).contains(OUR_FILTER);
        assertThat(restart()).anyMatch(line -> line.contains("removed 6 tc filters"));
        assertThat(filters("va") + filters("vb") + filters("uplink")).doesNotContain(OUR_FILTER);
    }

    @Test
    void clsact_killed_nextClsactStartReplacesTheFilters() {
        DaemonProcess.observing(net, "--clsact").kill();

        DaemonProcess next = DaemonProcess.observing(net, "--clsact");

        assertThat(filters("va").split("handle", -1)).as("one filter each way").hasSize(2 + 1);
        NamespaceTraffic.ping(net.client(), Topology.WEB);
        try (FlowClient observer = new FlowClient(net.file("observer.sock"))) {
            await().until(() -> observer.flows().stream()
                    .map(FlowLines::of)
                    .anyMatch(line -> line.startsWith("TO_ENDPOINT EGRESS REPLY reply 198.18.0.130 >")));
        }
        next.stop();
        assertThat(filters("va")).doesNotContain(OUR_FILTER);
    }

    @Test
    void clsact_stoppedWhileItStarts_leavesNothing() {
        DaemonProcess daemon = net.keep(new DaemonProcess(
                net.host(), "serve", "--clsact", "--listen-client-urls=unix://" + net.file("observer.sock")));
        daemon.awaitLog("observing va");

        daemon.stop();

        assertThat(filters("va") + filters("vb") + filters("uplink")).doesNotContain(OUR_FILTER);
        assertThat(net.file("observer.sock")).doesNotExist();
    }

    private void killDuringATransfer(DaemonProcess daemon) {
        Transfer transfer = Transfer.start(net.client(), net.web(), Topology.WEB, TRANSFER_BYTES);
        await().until(() -> transfer.arrived() > TRANSFER_BYTES / 20);
        daemon.kill();
        long arrived = transfer.arrived();
        transfer.hurry();
        assertThat(transfer.received()).isEqualTo(transfer.sent());
        assertThat(arrived).as("arrived when the daemon was dead").isLessThan(TRANSFER_BYTES);
        assertThat(transfer.arrived()).isEqualTo(TRANSFER_BYTES);
        System.out.println("killed after " + arrived + " of " + TRANSFER_BYTES + " bytes");
    }

    /** The killed daemon's socket is still there, and in nobody's way. */
    private List<String> restart() {
        assertThat(net.file("observer.sock")).exists();
        DaemonProcess next = DaemonProcess.observing(net);
        next.stop();
        return next.log();
    }

    private String filters(String device) {
        return net.host().run("tc", "filter", "show", "dev", device, "ingress")
                + net.host().run("tc", "filter", "show", "dev", device, "egress");
    }
}
