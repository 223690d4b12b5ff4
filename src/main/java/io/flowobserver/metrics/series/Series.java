// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.series;

import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * The series of one metric family: a few numbers for each combination of label values, up to a limit. Everything above
 * the limit is counted in one more series, whose labels are all {@link #OVERFLOW}. Only the ingest thread writes; any
 * thread may collect.
 */
public abstract class Series {
    /** The value of all labels of the overflow series. */
    static final String OVERFLOW = "__overflow__";

    private static final int FIRST_CELLS = 16;
    private static final int NONE = -1;

    private final Family family;
    private final String[] labelNames;
    private final SeriesIndex index;
    private final Cells refused = new Cells(1, 1);
    private final BitSet used = new BitSet();
    private int[] contexts = new int[FIRST_CELLS];
    private int overflow = NONE;
    private int room;
    /**
     * Replaced by a copy when cells are removed, so that no reader combines the labels of one series with the numbers
     * of another.
     */
    private volatile Cells cells;

    /**
     * @param columns the number of columns for each combination
     * @param limit the limit of combinations, with the overflow series
     */
    Series(Family family, SeriesIndex index, int columns, int limit) {
        this.family = family;
        this.index = index;
        this.room = limit - 1;
        this.labelNames = family.labels().toArray(String[]::new);
        this.cells = new Cells(FIRST_CELLS, columns);
    }

    /** Returns a snapshot of all series whose labels are not hidden. Thread-safe. */
    public abstract MetricSnapshot collect(Predicate<Labels> hidden);

    /** Returns the name of the family. */
    public final String name() {
        return family.name();
    }

    final String help() {
        return family.help();
    }

    /** Returns whether there is room for one more combination. */
    public final boolean hasRoom() {
        return room > 0;
    }

    /** Adds a combination and returns its cell. The caller checks {@link #hasRoom} first. */
    public final int begin(int context, List<String> values) {
        room--;
        return add(context, values.toArray(String[]::new));
    }

    /** Counts a refused flow and returns the cell of the overflow series. */
    public final int overflow() {
        refused.add(0, 0, 1);
        if (overflow == NONE) {
            String[] values = new String[labelNames.length];
            Arrays.fill(values, OVERFLOW);
            overflow = add(NONE, values);
        }
        return overflow;
    }

    /** Returns how many flows were refused because there was no room. Thread-safe. */
    public final long refused() {
        return refused.number(0, 0);
    }

    final void add(int cell, int column, long number) {
        cells.add(cell, column, number);
    }

    final void addFraction(int cell, int column, double fraction) {
        cells.addFraction(cell, column, fraction);
    }

    final void exemplar(int cell, int column, Exemplar exemplar) {
        cells.exemplar(cell, column, exemplar);
    }

    /** Removes the combinations whose labels match. Only the ingest thread calls this. */
    public final void remove(Predicate<Labels> gone) {
        Cells now = cells;
        BitSet removed = new BitSet();
        used.stream()
                .filter(cell -> cell != overflow && gone.test(now.labels(cell)))
                .forEach(removed::set);
        if (!removed.isEmpty()) {
            used.andNot(removed);
            room += removed.cardinality();
            index.remove(removed);
            cells = now.without(removed);
        }
    }

    /** Adds the numbers of all contexts that the combinations use. */
    public final void addContexts(BitSet numbers) {
        used.stream().filter(cell -> cell != overflow).forEach(cell -> numbers.set(contexts[cell]));
    }

    /** Returns a data point for each combination that is not hidden. */
    final <P> List<P> points(Predicate<Labels> hidden, BiFunction<Cells, Integer, P> point) {
        Cells now = cells;
        List<P> points = new ArrayList<>();
        for (int cell = 0; cell < now.size(); cell++) {
            if (now.isUsed(cell) && !hidden.test(now.labels(cell))) {
                points.add(point.apply(now, cell));
            }
        }
        return points;
    }

    private int add(int context, String[] values) {
        int cell = used.nextClearBit(0);
        used.set(cell);
        if (cell == contexts.length) {
            contexts = Arrays.copyOf(contexts, 2 * cell);
            cells = cells.enlarged();
        }
        contexts[cell] = context;
        cells.begin(cell, Labels.of(labelNames, values));
        return cell;
    }
}
