// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.node;

import com.google.protobuf.util.Timestamps;
import io.flowobserver.proto.flow.LostEventSource;
import io.flowobserver.proto.node.Loss;
import io.flowobserver.proto.node.Source;
import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.LossNote;
import io.flowobserver.serve.stream.FlowSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What was lost since start, by place. */
final class Losses {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Losses() {}

    /** Returns a loss for each place, in the order in which events pass them. */
    static List<Loss> of(FlowSource source, List<Source> sources) {
        LossLedger ledger = source.ledger();
        List<Loss> losses = new ArrayList<>();
        losses.add(noted(ledger, LossNote.PERF_RING));
        losses.add(noted(ledger, LossNote.EVENTS_QUEUE));
        losses.add(loss(
                name(LossNote.FLOW_RING),
                source.readers().skipped(),
                source.readers().lappedMillis() * NANOS_PER_MILLI));
        losses.add(counted("MALFORMED_EVENT", sources, Source::getMalformed));
        losses.add(counted("UNKNOWN_EVENT_TYPE", sources, Source::getNotDecoded));
        losses.add(counted("UNKNOWN_CGROUP", sources, Source::getSkipped));
        if (ledger.total(LossNote.UNKNOWN) > 0) {
            losses.add(noted(ledger, LossNote.UNKNOWN));
        }
        return losses;
    }

    private static Loss noted(LossLedger ledger, int place) {
        return loss(name(place), ledger.total(place), ledger.lastNanos(place));
    }

    private static Loss counted(String place, List<Source> sources, ToLongFunction<Source> count) {
        return loss(place, sources.stream().mapToLong(count).sum(), 0);
    }

    private static Loss loss(String place, long count, long lastNanos) {
        Loss.Builder loss = Loss.newBuilder().setPlace(place).setCount(count);
        if (lastNanos > 0) {
            loss.setLast(Timestamps.fromNanos(lastNanos));
        }
        return loss.build();
    }

    private static String name(int place) {
        return LostEventSource.forNumber(place).name();
    }
}
