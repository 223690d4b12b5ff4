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

/** Counts flows for one metric. For the ingest thread alone. */
public abstract class FlowCounter {
    private final Contexts contexts;

    FlowCounter(Contexts contexts) {
        this.contexts = contexts;
    }

    /** What the startup log says of its options, in the reference's words. */
    public String status() {
        return contexts.options().status();
    }

    /** The {@link FlowTraits} of all flows that the metric may be about. */
    public abstract int traits();

    /** Counts a flow that has these traits, if it is one of those that the metric is about. */
    public abstract void count(FlowView row);

    /** Its families; any thread. */
    public abstract List<Series> series();

    public final Contexts contexts() {
        return contexts;
    }

    /** Forgets the series with such labels. */
    public final void remove(Predicate<Labels> gone) {
        series().forEach(series -> series.remove(gone));
    }

    /** Adds the numbers of the contexts that are in use. */
    public final void addContexts(BitSet numbers) {
        series().forEach(series -> series.addContexts(numbers));
    }
}
