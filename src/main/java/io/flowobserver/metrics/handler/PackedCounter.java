// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.CounterSeries;
import io.flowobserver.metrics.series.Family;
import io.flowobserver.metrics.series.PackedIndex;
import io.flowobserver.metrics.series.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts flows in one family. A subclass packs the values of its own labels into a number and unpacks them again. The
 * number of the context and the packed number together are the key of a cell.
 */
abstract class PackedCounter extends FlowCounter {
    /** The number of bits for the packed own labels, which are never negative. */
    static final int OWN_BITS = Long.SIZE - 1 - Contexts.BITS;

    private final PackedIndex cells = new PackedIndex();
    private final CounterSeries series;

    /**
     * @param family the family with the metric's own labels
     * @param budget the limit of series
     */
    PackedCounter(Family family, Contexts contexts, int budget) {
        super(contexts);
        this.series = new CounterSeries(family.in(contexts.names()), cells, budget);
    }

    /** Unpacks the values of the own labels, in the order of the family. */
    abstract List<String> values(long own);

    @Override
    public final List<Series> series() {
        return List.of(series);
    }

    /** Adds one to the cell of the flow's context and these packed labels. */
    final void increment(FlowView row, long own) {
        int context = contexts().number(row, series.hasRoom());
        if (context == Contexts.REFUSED) {
            series.increment(series.overflow());
            return;
        }
        long key = (long) context << OWN_BITS | own;
        int cell = cells.get(key);
        series.increment(cell != PackedIndex.ABSENT ? cell : begin(context, own));
    }

    private int begin(int context, long own) {
        if (!series.hasRoom()) {
            return series.overflow();
        }
        List<String> values = new ArrayList<>(contexts().values(context));
        values.addAll(values(own));
        int cell = series.begin(context, values);
        cells.put((long) context << OWN_BITS | own, cell);
        return cell;
    }
}
