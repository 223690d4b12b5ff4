// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.Series;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/** Counts flows for one metric. Only the ingest thread uses it, except for {@link #series}. */
public abstract class FlowCounter {
    private final Contexts contexts;

    FlowCounter(Contexts contexts) {
        this.contexts = contexts;
    }

    /** Returns the options in the form that Hubble's startup log has. */
    public String status() {
        return contexts.options().status();
    }

    /** Returns the {@link FlowTraits} that a flow must have to be counted. */
    public abstract int traits();

    /**
     * Returns whether the metric also counts flows that no packet is the cause of. Those tell later what was counted, so
     * they are none for metrics that take each flow for a packet.
     */
    public boolean takesSwept() {
        return false;
    }

    /** Counts a flow that has these traits, if the metric applies to it. */
    public abstract void count(FlowView row);

    /** Returns the series of each family. Thread-safe. */
    public abstract List<Series> series();

    public final Contexts contexts() {
        return contexts;
    }

    /** Removes the series whose labels match. */
    public final void remove(Predicate<Labels> gone) {
        series().forEach(series -> series.remove(gone));
    }

    /** Adds the numbers of all contexts that the series use. */
    public final void addContexts(BitSet numbers) {
        series().forEach(series -> series.addContexts(numbers));
    }
}
