// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.flow.text.FlowText;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.Family;
import java.util.List;

/** The metric {@code tcp}: it counts the flags SYN, SYN-ACK, FIN and RST of forwarded packets, by IP version. */
final class TcpCounter extends PackedCounter {
    private static final Family FAMILY = new Family("hubble_tcp_flags_total", "TCP flag occurrences", "flag", "family");
    private static final int FIN = 0;
    private static final int SYN = 1;
    private static final int SYN_ACK = 2;
    private static final int RST = 3;
    private static final int FLAG_BITS = 2;
    private static final List<String> FLAGS = List.of("FIN", "SYN", "SYN-ACK", "RST");

    TcpCounter(Contexts contexts, int budget) {
        super(FAMILY, contexts, budget);
    }

    @Override
    public int traits() {
        return FlowTraits.PASSED | FlowTraits.TCP_TURN;
    }

    @Override
    public void count(FlowView row) {
        int flags = row.tcpFlags();
        long family = (long) row.ipVersion() << FLAG_BITS;
        if ((flags & TcpFlags.FIN) != 0) {
            increment(row, family | FIN);
        }
        if ((flags & TcpFlags.SYN) != 0) {
            increment(row, family | ((flags & TcpFlags.ACK) != 0 ? SYN_ACK : SYN));
        }
        if ((flags & TcpFlags.RST) != 0) {
            increment(row, family | RST);
        }
    }

    @Override
    List<String> values(long own) {
        return List.of(FLAGS.get((int) own & (1 << FLAG_BITS) - 1), FlowText.ipVersion((int) (own >>> FLAG_BITS)));
    }
}
