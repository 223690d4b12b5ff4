// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.text.FlowText;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.Family;
import java.util.List;
import java.util.Locale;

/** The metric {@code policy}: it counts verdicts of network policies by direction, match type and action. */
final class PolicyCounter extends PackedCounter {
    private static final Family FAMILY = new Family(
            "hubble_policy_verdicts_total",
            "Total number of Cilium network policy verdicts",
            "direction",
            "match",
            "action");
    private static final int HOST_IDENTITY = 1;
    private static final int DIRECTION_SHIFT = Byte.SIZE;
    private static final int MATCH_SHIFT = 2 * Byte.SIZE;
    private static final int LAYER7 = 1 << (3 * Byte.SIZE);
    /** Indexed by policy match type. The last one stands for all types without a name. */
    private static final String[] MATCHES = {
        "none", "l3-only", "l3-l4", "l4-only", "all", "l3-proto", "proto-only", "unknown"
    };

    private final FlowProtocol protocols;

    PolicyCounter(Contexts contexts, int budget, FlowProtocol protocols) {
        super(FAMILY, contexts, budget);
        this.protocols = protocols;
    }

    @Override
    public int traits() {
        return FlowTraits.POLICY;
    }

    @Override
    public void count(FlowView row) {
        if (row.eventType() == MessageType.ACCESS_LOG) {
            increment(row, verdict(row) | protocols.of(row) << MATCH_SHIFT | LAYER7);
        } else if (row.sourceIdentity() != HOST_IDENTITY) {
            int match = Math.min(row.policyMatchType(), MATCHES.length - 1);
            increment(row, verdict(row) | match << MATCH_SHIFT);
        }
    }

    @Override
    List<String> values(long own) {
        int match = (int) (own >>> MATCH_SHIFT) & 0xFF;
        return List.of(
                lower(FlowText.direction((int) (own >>> DIRECTION_SHIFT) & 0xFF)),
                (own & LAYER7) != 0 ? "l7/" + lower(FlowProtocol.layer7Name(match)) : MATCHES[match],
                lower(FlowText.verdict((int) own & 0xFF)));
    }

    private static int verdict(FlowView row) {
        return row.verdict() | row.direction() << DIRECTION_SHIFT;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
