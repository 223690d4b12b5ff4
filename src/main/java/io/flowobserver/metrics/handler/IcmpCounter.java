// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.text.FlowText;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.Family;
import java.util.List;

/** The metric {@code icmp}: it counts ICMP messages by IP version and type. */
final class IcmpCounter extends PackedCounter {
    private static final Family FAMILY = new Family("hubble_icmp_total", "Number of ICMP messages", "family", "type");
    private static final int TYPE_SHIFT = Byte.SIZE;
    private static final int V6 = 1 << (2 * Byte.SIZE);

    IcmpCounter(Contexts contexts, int budget) {
        super(FAMILY, contexts, budget);
    }

    @Override
    public int traits() {
        return FlowTraits.ICMP;
    }

    @Override
    public void count(FlowView row) {
        int family = row.l4Protocol() == L4Protocol.ICMPV6 ? V6 : 0;
        increment(row, family | row.l4Type() << TYPE_SHIFT | row.l4Code());
    }

    @Override
    List<String> values(long own) {
        boolean v6 = (own & V6) != 0;
        return List.of(v6 ? "IPv6" : "IPv4", FlowText.icmp(v6, (int) own >>> TYPE_SHIFT & 0xFF, (int) own & 0xFF));
    }
}
