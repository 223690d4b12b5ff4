// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.CountState;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.CounterSeries;
import io.flowobserver.metrics.series.Family;
import io.flowobserver.metrics.series.HistogramSeries;
import io.flowobserver.metrics.series.Series;
import java.util.List;

/**
 * The metric {@code connections}: how many connections our own programs saw begin and end, how long they lasted, and how
 * long the answer to a SYN took. Each connection counts once for the node.
 */
final class ConnectionCounter extends FlowCounter {
    private static final String PROTOCOL_LABEL = "protocol";
    private static final Family OPENED =
            new Family("observer_connections_opened_total", "Connections whose beginning was seen", PROTOCOL_LABEL);
    private static final Family CLOSED = new Family(
            "observer_connections_closed_total", "Connections that have ended, and how", PROTOCOL_LABEL, "how");
    private static final Family DURATION = new Family(
            "observer_connection_duration_seconds",
            "Time from a connection's first packet to its end, which a time-out includes",
            PROTOCOL_LABEL,
            "how");
    private static final Family HANDSHAKE =
            new Family("observer_tcp_handshake_seconds", "Time from a TCP connection's SYN to the SYN-ACK");
    private static final double[] DURATIONS = {.01, .1, .5, 1, 5, 10, 30, 60, 300, 1800, 3600};
    private static final double[] HANDSHAKES = {.0001, .00025, .0005, .001, .0025, .005, .01, .025, .1, .5, 1};
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int PROTOCOL = 0;
    private static final int HOW = 1;

    private final TextFamily<CounterSeries> opened;
    private final TextFamily<CounterSeries> closed;
    private final TextFamily<HistogramSeries> durations;
    private final TextFamily<HistogramSeries> handshakes;

    ConnectionCounter(Contexts contexts, int budget) {
        super(contexts);
        opened = TextFamily.counter(OPENED, contexts, budget);
        closed = TextFamily.counter(CLOSED, contexts, budget);
        durations = TextFamily.histogram(DURATION, contexts, budget, DURATIONS);
        handshakes = TextFamily.histogram(HANDSHAKE, contexts, budget, HANDSHAKES);
    }

    @Override
    public int traits() {
        return FlowTraits.SUMMED;
    }

    @Override
    public boolean takesSwept() {
        return true;
    }

    @Override
    public void count(FlowView row) {
        int state = row.countState();
        if ((state & CountState.TRACKED) == 0) {
            return;
        }
        if ((state & CountState.OPENED) != 0) {
            opened.series().increment(opened.label(PROTOCOL, protocol(row)).cell(row));
        }
        if (CountState.closed(state) != 0) {
            close(row, how(CountState.closed(state)));
        }
        if (isAnswerToSyn(row)) {
            handshakes.series().observe(handshakes.cell(row), age(row));
        }
    }

    @Override
    public List<Series> series() {
        return List.of(opened.series(), closed.series(), durations.series(), handshakes.series());
    }

    private void close(FlowView row, String how) {
        String protocol = protocol(row);
        closed.series()
                .increment(closed.label(PROTOCOL, protocol).label(HOW, how).cell(row));
        int cell = durations.label(PROTOCOL, protocol).label(HOW, how).cell(row);
        durations.series().observe(cell, age(row));
    }

    /** Returns whether the packet is the first of its direction, and answers a SYN that was seen. */
    private static boolean isAnswerToSyn(FlowView row) {
        return row.has(FlowFlags.TCP_FLAGS)
                && (row.tcpFlags() & SYN_ACK) == SYN_ACK
                && (row.reverseTcpFlags() & TcpFlags.SYN) != 0
                && row.totalPackets() == row.packets();
    }

    private static String protocol(FlowView row) {
        return FlowProtocol.name(FlowProtocol.ofTransport(row));
    }

    private static String how(int closed) {
        return switch (closed) {
            case CountState.CLOSED_FIN -> "fin";
            case CountState.CLOSED_RST -> "rst";
            case CountState.CLOSED_REUSED -> "reused";
            default -> "timeout";
        };
    }

    private static double age(FlowView row) {
        return row.connectionAgeNanos() / NANOS_PER_SECOND;
    }
}
