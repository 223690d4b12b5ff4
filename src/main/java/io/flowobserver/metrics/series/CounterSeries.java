// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.series;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.function.Predicate;

/** The series of a family of counters. */
public final class CounterSeries extends Series {
    private static final String SUFFIX = "_total";

    /**
     * @param family a family whose name ends in {@code _total}
     * @param budget the limit of series
     */
    public CounterSeries(Family family, SeriesIndex index, int budget) {
        super(family, index, 1, budget);
    }

    /** Adds one to a cell. Only the ingest thread calls this. */
    public void increment(int cell) {
        add(cell, 0, 1);
    }

    /** Adds a number, not negative, to a cell. Only the ingest thread calls this. */
    public void add(int cell, long number) {
        add(cell, 0, number);
    }

    /** Sets the exemplar of a cell. Only the ingest thread calls this. */
    public void exemplar(int cell, Exemplar exemplar) {
        exemplar(cell, 0, exemplar);
    }

    @Override
    public MetricSnapshot collect(Predicate<Labels> hidden) {
        String name = name().substring(0, name().length() - SUFFIX.length());
        return new CounterSnapshot(
                new MetricMetadata(name, help()),
                points(
                        hidden,
                        (cells, row) -> new CounterDataPointSnapshot(
                                cells.number(row, 0), cells.labels(row), cells.exemplar(row, 0), 0)));
    }
}
