// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.FlowView;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts flows for one metric. A counter packs the values of its own labels into a number, from which it can tell them
 * again; together with the number of the context that is the key of a count. For the ingest thread alone.
 */
abstract class FlowCounter {
    /** Own labels fit into so many bits, and are never negative. */
    static final int OWN_BITS = 40;

    private final Contexts contexts;
    private final Series series;

    /**
     * @param family name, help and labels of its own
     */
    FlowCounter(Family family, Contexts contexts) {
        this.contexts = contexts;
        List<String> names = new ArrayList<>(contexts.names());
        names.addAll(family.labels());
        this.series = new Series(family.name(), family.help(), names);
    }

    /** Name, help text and own labels of a metric family. */
    record Family(String name, String help, List<String> labels) {
        Family(String name, String help, String... labels) {
            this(name, help, List.of(labels));
        }
    }

    /** Counts a flow if it is one of those that the metric is about. */
    abstract void count(FlowView row);

    /** Values of the own labels, in the order of the family. */
    abstract List<String> values(long own);

    final Series series() {
        return series;
    }

    /** Adds one to the count for a flow's context and these own labels. */
    final void increment(FlowView row, long own) {
        int context = contexts.number(row);
        if (context == Contexts.REFUSED) {
            series.refuse();
            return;
        }
        long key = (long) context << OWN_BITS | own;
        if (!series.increment(key)) {
            List<String> values = new ArrayList<>(contexts.values(context));
            values.addAll(values(own));
            series.begin(key, values);
        }
    }
}
