// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.FlowView;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/** Counts flows for one metric. For the ingest thread alone. */
abstract class FlowCounter {
    private final Contexts contexts;

    FlowCounter(Contexts contexts) {
        this.contexts = contexts;
    }

    /** What the startup log says of its options, in the reference's words. */
    String status() {
        return contexts.options().status();
    }

    /** The {@link Traits} of all flows that the metric may be about. */
    abstract int traits();

    /** Counts a flow that has these traits, if it is one of those that the metric is about. */
    abstract void count(FlowView row);

    /** Its families; any thread. */
    abstract List<Series> series();

    final Contexts contexts() {
        return contexts;
    }

    /** Forgets the series with such labels. */
    final void remove(Predicate<Labels> gone) {
        series().forEach(series -> series.remove(gone));
    }

    /** Adds the numbers of the contexts that are in use. */
    final void addContexts(BitSet numbers) {
        series().forEach(series -> series.addContexts(numbers));
    }
}
