// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.report;

import io.flowobserver.flow.text.FlowText;
import io.flowobserver.metrics.expose.OwnMetrics;
import io.flowobserver.source.bpf.ConnectionTable;
import io.flowobserver.source.bpf.KernelCounts;
import io.flowobserver.source.bpf.PointTally;
import io.flowobserver.source.bpf.PointTally.Amount;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Registers the metrics of the kernel programs: what their packets have become, and how full their tables are. The
 * figures are those after the last sweep, a second ago at most.
 */
public final class KernelMeterBinder {
    private final OwnMetrics own;
    private final Supplier<KernelCounts> counts;

    private KernelMeterBinder(OwnMetrics own, Supplier<KernelCounts> counts) {
        this.own = own;
        this.counts = counts;
    }

    /** Registers the metrics. */
    public static void show(OwnMetrics own, Supplier<KernelCounts> counts) {
        KernelMeterBinder binder = new KernelMeterBinder(own, counts);
        PointTally.SUBTYPES.forEach(binder::showPoint);
        for (String table : ConnectionTable.NAMES) {
            binder.showTable(table, 4);
            binder.showTable(table, 6);
        }
        own.counter(
                "observer_kernel_events_suppressed", "Events that --monitor-rate-limit has put off", () -> counts.get()
                        .suppressed());
    }

    private void showPoint(int point) {
        String[] labels = {"point", FlowText.TRACE_POINTS.get(point)};
        showOutcome(point, "seen", PointTally::seen);
        showOutcome(point, "told", PointTally::told);
        showOutcome(point, "limited", PointTally::limited);
        showOutcome(point, "failed", PointTally::failed);
        showOutcome(point, "hidden", PointTally::hidden);
        showOutcome(point, "filtered", PointTally::filtered);
        own.counter(
                "observer_kernel_skbs",
                "Packets as the kernel hands them on: before segmentation, as a device counts them",
                () -> of(point, PointTally::skbs),
                labels);
        own.counter("observer_kernel_skb_bytes", "Bytes of these packets", () -> of(point, PointTally::length), labels);
        show(
                (name, help, value, tags) -> own.gauge(name, help, value::getAsLong, tags),
                "observer_kernel_owed",
                "Packets of which a later event will tell, as the last sweep found them",
                amounts(point, PointTally::owed),
                labels);
        show(
                own::counter,
                "observer_kernel_missing",
                "Packets that the kernel programs have lost without a reason: always 0, or an error of the observer",
                amounts(point, PointTally::missing),
                labels);
        own.counter(
                "observer_kernel_refused_packets",
                "Packets whose connection found no room in a table of the kernel programs",
                () -> of(point, PointTally::refused),
                labels);
    }

    private void showOutcome(int point, String outcome, Function<PointTally, Amount> amount) {
        show(
                own::counter,
                "observer_kernel",
                "Packets at the observation points: all (seen), those that an event told of, and the others by why not",
                amounts(point, amount),
                "point",
                FlowText.TRACE_POINTS.get(point),
                "outcome",
                outcome);
    }

    /** Registers a counter or a gauge. */
    private interface Registration {
        void register(String name, String help, LongSupplier value, String... labels);
    }

    /** Registers a metric of packets, and the one of their bytes. */
    private static void show(Registration kind, String name, String help, Supplier<Amount> amount, String... labels) {
        kind.register(name + "_packets", help, () -> amount.get().packets(), labels);
        kind.register(
                name + "_bytes",
                "Bytes of these packets on the wire",
                () -> amount.get().bytes(),
                labels);
    }

    private Supplier<Amount> amounts(int point, Function<PointTally, Amount> amount) {
        return () -> counts.get().points().stream()
                .filter(tally -> tally.subtype() == point)
                .map(amount)
                .findFirst()
                .orElse(Amount.NONE);
    }

    private void showTable(String name, int ipVersion) {
        String[] labels = {"table", name, "ip_version", Integer.toString(ipVersion)};
        own.gauge(
                "observer_kernel_table_entries",
                "Connections in a table of the kernel programs",
                () -> of(name, ipVersion, ConnectionTable::entries),
                labels);
        own.gauge(
                "observer_kernel_table_capacity",
                "Connections for which a table of the kernel programs has room",
                () -> of(name, ipVersion, ConnectionTable::capacity),
                labels);
    }

    private long of(int point, ToLongFunction<PointTally> figure) {
        return counts.get().points().stream()
                .filter(tally -> tally.subtype() == point)
                .mapToLong(figure)
                .sum();
    }

    private long of(String name, int ipVersion, ToLongFunction<ConnectionTable> figure) {
        return counts.get().tables().stream()
                .filter(table -> table.name().equals(name) && table.ipVersion() == ipVersion)
                .mapToLong(figure)
                .sum();
    }
}
