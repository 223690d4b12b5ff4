// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.series.CounterSeries;
import io.flowobserver.metrics.series.Family;
import io.flowobserver.metrics.series.HistogramSeries;
import io.flowobserver.metrics.series.Series;
import io.flowobserver.metrics.series.TextCells;
import java.util.ArrayList;
import java.util.List;

/** A family whose own labels are texts from the flow. Only the ingest thread uses it. */
final class TextFamily<S extends Series> {
    private final Contexts contexts;
    private final TextCells cells;
    private final S series;

    private TextFamily(Contexts contexts, TextCells cells, S series) {
        this.contexts = contexts;
        this.cells = cells;
        this.series = series;
    }

    /**
     * Creates a family of counters.
     *
     * @param family the family with the metric's own labels
     * @param budget the limit of series
     */
    static TextFamily<CounterSeries> counter(Family family, Contexts contexts, int budget) {
        TextCells cells = new TextCells(family.labels().size());
        return new TextFamily<>(contexts, cells, new CounterSeries(family.in(contexts.names()), cells, budget));
    }

    /**
     * Creates a family of histograms of seconds.
     *
     * @param family the family with the metric's own labels
     * @param budget the limit of series
     */
    static TextFamily<HistogramSeries> histogram(Family family, Contexts contexts, int budget) {
        TextCells cells = new TextCells(family.labels().size());
        return new TextFamily<>(contexts, cells, new HistogramSeries(family.in(contexts.names()), cells, budget));
    }

    /**
     * Creates a family of histograms of seconds with buckets of its own.
     *
     * @param budget the limit of series
     * @param bounds as for {@link HistogramSeries}
     */
    static TextFamily<HistogramSeries> histogram(Family family, Contexts contexts, int budget, double[] bounds) {
        TextCells cells = new TextCells(family.labels().size());
        return new TextFamily<>(
                contexts, cells, new HistogramSeries(family.in(contexts.names()), cells, budget, bounds));
    }

    S series() {
        return series;
    }

    /** Sets the value of one of the own labels for the next flow. */
    TextFamily<S> label(int index, String value) {
        cells.text(index, value);
        return this;
    }

    /**
     * Returns the cell for the flow's context and the labels that were set. It adds the cell if there is room;
     * otherwise it returns the overflow cell.
     */
    int cell(FlowView row) {
        int context = contexts.number(row, series.hasRoom());
        int cell = context == Contexts.REFUSED ? TextCells.ABSENT : cells.get(context);
        if (cell != TextCells.ABSENT) {
            return cell;
        }
        return series.hasRoom() ? begin(context) : series.overflow();
    }

    private int begin(int context) {
        List<String> values = new ArrayList<>(contexts.values(context));
        values.addAll(List.of(cells.texts()));
        int cell = series.begin(context, values);
        cells.put(cell);
        return cell;
    }
}
