// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.datapath.NotifyHeader;
import io.flowobserver.event.datapath.TraceNotify;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.SourceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real programs on this kernel, fed by test runs and in a network namespace of their own. */
class E2EBpfSource {
    private static final int FROM_ENDPOINT = 5;
    private static final int FROM_NETWORK = 10;
    private static final int TO_NETWORK = 11;
    private static final int LOOPS = 2_000;
    /** Ethernet, IPv4 10.0.0.1 to 10.0.0.2, TCP SYN from port 1000 to port 80. */
    private static final byte[] SYN = HexFormat.of()
            .parseHex("02000000000202000000000108004500002812670000400654660a0000010a000002"
                    + "03e80050000003e8000000005002ffff00000000");

    private BpfSource source;
    private final CountingSink sink = new CountingSink();

    private static final class CountingSink implements EventSink {
        private final TraceNotify event = new TraceNotify();
        private long samples;
        private long lost;
        private long latestNanos;
        private boolean backwards;
        private int endpoint;

        @Override
        public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
            assertThat(kind).isEqualTo(SampleKind.PERF);
            assertThat(bytes.u8(0)).isEqualTo(MessageType.TRACE);
            assertThat(event.wrap(bytes, true)).isNull();
            assertThat(event.subtype()).isEqualTo(FROM_ENDPOINT);
            endpoint = NotifyHeader.source(NotifyHeader.front(bytes));
            samples++;
            backwards |= timeNanos < latestNanos;
            latestNanos = timeNanos;
        }

        @Override
        public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
            assertThat(lostSource).isEqualTo(1);
            assertThat(firstNanos).isPositive().isLessThanOrEqualTo(lastNanos);
            lost += count;
        }
    }

    @BeforeEach
    void open() {
        try {
            source = BpfSource.open(
                    new BpfOptions(8, false, false, Reporting.EACH_PACKET, ConnectionTables.DEFAULT, null));
        } catch (SourceException e) {
            abort("no eBPF here: " + e.getMessage());
        }
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
            source.close();
        }
    }

    @Test
    void poll_oneEvent_deliversItAtOnceWithTheTimeOfDay() throws Exception {
        source.testRun(FROM_ENDPOINT, SYN, 1);
        Instant emitted = Instant.now();

        assertThat(source.poll(sink, 1000)).isEqualTo(1);

        assertThat(Duration.between(emitted, Instant.now())).isLessThan(Duration.ofMillis(500));
        long epochNanos = emitted.getEpochSecond() * 1_000_000_000 + emitted.getNano();
        assertThat(sink.latestNanos).isBetween(epochNanos - 1_000_000_000, epochNanos + 1_000_000);
        assertThat(source.poll(sink, 20)).isZero();
    }

    @Test
    void updateAddress_sourceOfThePacket_isTheEmittingEndpointUntilRemoved() throws Exception {
        source.updateAddress(0, 0xffff_0a00_0001L, 4711, 5);
        source.testRun(FROM_ENDPOINT, SYN, 1);
        source.poll(sink, 1000);
        assertThat(sink.endpoint).isEqualTo(4711);

        source.removeAddress(0, 0xffff_0a00_0001L);
        source.removeAddress(0, 0xffff_0a00_0001L);
        source.testRun(FROM_ENDPOINT, SYN, 1);
        source.poll(sink, 1000);
        assertThat(sink.endpoint).isZero();
    }

    /** More than the rings of 8 pages hold is emitted at a time: what is missing is told as lost, to the last one. */
    @Test
    void poll_ringsOverflow_deliveredAndLostAreAllThatWasTried() throws Exception {
        for (int round = 0; round < 5; round++) {
            source.testRun(FROM_ENDPOINT, SYN, LOOPS);
            while (source.poll(sink, 0) > 0) {
                assertThat(sink.backwards).isFalse();
            }
        }
        var entries = source.statistics();
        source.close();

        assertThat(entries).isNotEmpty().allMatch(entry -> entry.type() == MessageType.TRACE);
        assertThat(entries.stream().mapToLong(OutputCount::attempts).sum()).isEqualTo(5L * LOOPS);
        assertThat(sink.lost).isPositive();
        assertThat(sink.samples + sink.lost).isEqualTo(5L * LOOPS);
    }

    @Test
    void attach_noSuchInterface_namesTheCallAndTheRemedy() {
        assertThatThrownBy(() -> source.attach(BpfSource.OWN_NAMESPACE, 0x7ffffff0, BpfSource.Role.ENDPOINT, false))
                .isInstanceOf(SourceException.class)
                .hasMessageContainingAll("observer_attach", "errno 19", "no such interface");
    }

    /** The loopback device of a network namespace that exists for this test alone. */
    @Test
    void attach_foreignNamespace_reportsBothDirectionsUntilDetached() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/ip")) && Files.isExecutable(Path.of("/bin/ping")), "no ip or ping");
        String name = "observer-" + ProcessHandle.current().pid();
        run("ip", "netns", "add", name);
        try {
            run("ip", "-n", name, "link", "set", "lo", "up");
            var points = new ArrayList<Integer>();
            EventSink pointSink = new EventSink() {
                @Override
                public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
                    points.add(bytes.u8(1));
                }

                @Override
                public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
                    throw new AssertionError("count=" + count);
                }
            };
            NetworkNamespace namespace = NetworkNamespace.open(Path.of("/run/netns", name));
            source.attach(namespace.descriptor(), 1, BpfSource.Role.NETWORK, false);
            ping(name);
            source.poll(pointSink, 1000);
            assertThat(points).containsExactly(TO_NETWORK, FROM_NETWORK, TO_NETWORK, FROM_NETWORK);

            source.detach(namespace.descriptor(), 1);
            source.detach(namespace.descriptor(), 1);
            ping(name);
            assertThat(source.poll(pointSink, 50)).isZero();
            namespace.close();
        } finally {
            run("ip", "netns", "del", name);
        }
    }

    @Test
    void open_missingNamespace_namesIt() {
        assertThatThrownBy(() -> NetworkNamespace.open(Path.of("/run/netns/observer-none")))
                .isInstanceOf(SourceException.class)
                .hasMessageContainingAll("/run/netns/observer-none", "No such file");
    }

    private static void ping(String namespace) throws Exception {
        run("ip", "netns", "exec", namespace, "ping", "-q", "-c", "1", "-w", "5", "127.0.0.1");
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void detach_neverAttached_isNoError() throws Exception {
        source.detach(BpfSource.OWN_NAMESPACE, 0x7ffffff0);
        assertThat(source.features()).contains("rings=", "kernel=");
    }

    @Test
    void open_impossibleRing_saysSo() {
        assertThatThrownBy(() -> BpfSource.open(
                        new BpfOptions(3, false, false, Reporting.EACH_PACKET, ConnectionTables.DEFAULT, null)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("power of two");
    }
}
