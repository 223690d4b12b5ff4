// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.flow.row.Verdicts;
import io.flowobserver.flow.text.FlowText;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.request.MetricSpec;
import io.flowobserver.metrics.series.Family;
import java.util.List;

/**
 * The metric {@code flows-to-world}: it counts flows to the identity {@code reserved:world}, by protocol, verdict and,
 * as an option, destination port.
 */
final class ToWorldCounter extends PackedCounter {
    private static final String NAME = "hubble_flows_to_world_total";
    private static final String HELP = "Total number of flows to reserved:world";
    private static final int POLICY_DENIED = 133;
    private static final int VERDICT_SHIFT = FlowProtocol.BITS;
    private static final int PORT_SHIFT = VERDICT_SHIFT + Byte.SIZE;
    private static final int HAS_PORT = 1 << 16;

    private final FlowProtocol protocols;
    private final boolean anyDrop;
    private final boolean synOnly;
    private final boolean port;

    ToWorldCounter(MetricSpec spec, Contexts contexts, int budget, FlowProtocol protocols) {
        super(family(spec.has("port")), contexts, budget);
        this.protocols = protocols;
        this.anyDrop = spec.has("any-drop");
        this.synOnly = spec.has("syn-only");
        this.port = spec.has("port");
    }

    @Override
    public int traits() {
        return FlowTraits.TRANSPORT | FlowTraits.EVENT_TYPE;
    }

    @Override
    public void count(FlowView row) {
        Endpoint destination = row.destination();
        if (destination != null && destination.isWorld() && isCounted(row)) {
            increment(row, protocols.of(row) | (long) row.verdict() << VERDICT_SHIFT | (long) port(row) << PORT_SHIFT);
        }
    }

    @Override
    public String status() {
        return (anyDrop ? "any-drop," : "") + (port ? "port," : "") + (synOnly ? "syn-only," : "") + super.status();
    }

    @Override
    List<String> values(long own) {
        String protocol = FlowProtocol.name((int) own & (1 << FlowProtocol.BITS) - 1);
        String verdict = FlowText.verdict((int) (own >>> VERDICT_SHIFT) & 0xFF);
        if (!port) {
            return List.of(protocol, verdict);
        }
        int number = (int) (own >>> PORT_SHIFT);
        return List.of(protocol, verdict, number == 0 ? "" : Integer.toString(number & HAS_PORT - 1));
    }

    private static Family family(boolean port) {
        return port
                ? new Family(NAME, HELP, "protocol", "verdict", "port")
                : new Family(NAME, HELP, "protocol", "verdict");
    }

    private boolean isCounted(FlowView row) {
        boolean reply = row.has(FlowFlags.REPLY_KNOWN | FlowFlags.REPLY);
        boolean dropped = row.verdict() == Verdicts.DROPPED;
        if (dropped ? !anyDrop && row.dropReason() != POLICY_DENIED : reply) {
            return false;
        }
        return !synOnly || (isSyn(row) && !reply);
    }

    private int port(FlowView row) {
        return port && L4Protocol.hasPorts(row.l4Protocol()) ? HAS_PORT | row.destinationPort() : 0;
    }

    private static boolean isSyn(FlowView row) {
        return row.l4Protocol() == L4Protocol.TCP
                && row.has(FlowFlags.TCP_FLAGS)
                && (row.tcpFlags() & TcpFlags.SYN) != 0;
    }
}
