// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.series;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The series of a family of histograms of durations in seconds. */
public final class HistogramSeries extends Series {
    /** The upper bounds of the buckets in seconds, without the bucket for everything above. */
    private static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

    /**
     * The number of series for one combination of labels: one bucket for each bound, the +Inf bucket, sum and count.
     */
    static final int SERIES = BOUNDS.length + 3;

    private static final int BUCKETS = BOUNDS.length + 1;
    private static final int SUM = BUCKETS;

    /** The upper bounds of this family in seconds, the last of which is infinite. */
    private final double[] bounds;

    /** @param budget the limit of series. The overflow series exist even if the limit is lower. */
    public HistogramSeries(Family family, SeriesIndex index, int budget) {
        this(family, index, budget, BOUNDS);
    }

    /**
     * @param budget the limit of series. The overflow series exist even if the limit is lower.
     * @param bounds the upper bounds of the buckets in seconds, as many as {@link #bounds} has
     */
    public HistogramSeries(Family family, SeriesIndex index, int budget, double[] bounds) {
        super(family, index, BUCKETS + 1, Math.max(1, budget / SERIES));
        this.bounds = Arrays.copyOf(bounds, BUCKETS);
        this.bounds[BUCKETS - 1] = Double.POSITIVE_INFINITY;
    }

    /** Returns the upper bounds of the buckets in seconds, without the bucket for everything above. */
    public static double[] bounds() {
        return BOUNDS.clone();
    }

    /** Counts a duration. Only the ingest thread calls this. */
    public void observe(int cell, double seconds) {
        add(cell, bucket(seconds), 1);
        addFraction(cell, SUM, seconds);
    }

    /** Sets the exemplar of the bucket that contains the value of the exemplar. Only the ingest thread calls this. */
    public void exemplar(int cell, Exemplar exemplar) {
        exemplar(cell, bucket(exemplar.getValue()), exemplar);
    }

    @Override
    public MetricSnapshot collect(Predicate<Labels> hidden) {
        return new HistogramSnapshot(new MetricMetadata(name(), help()), points(hidden, this::point));
    }

    private HistogramDataPointSnapshot point(Cells cells, int row) {
        long[] counts = new long[BUCKETS];
        List<Exemplar> exemplars = new ArrayList<>();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            counts[bucket] = cells.number(row, bucket);
            Exemplar exemplar = cells.exemplar(row, bucket);
            if (exemplar != null) {
                exemplars.add(exemplar);
            }
        }
        return new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(bounds, counts),
                cells.fraction(row, SUM),
                cells.labels(row),
                exemplars.isEmpty() ? Exemplars.EMPTY : Exemplars.of(exemplars),
                0);
    }

    private int bucket(double seconds) {
        int bucket = 0;
        while (bucket < BOUNDS.length && seconds > bounds[bucket]) {
            bucket++;
        }
        return bucket;
    }
}
