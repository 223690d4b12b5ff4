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
 * One metric family: a few numbers for each combination of label values, up to a budget. Whatever is beyond that is
 * counted in one more series, in which each label says {@link #OVERFLOW}. The ingest thread is the only writer; any
 * thread may collect.
 */
public abstract class Series {
    /** Value of all labels of the series for what had no room. */
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
    /** Replaced when cells are taken from it, so that nobody sees one's labels with another's numbers. */
    private volatile Cells cells;

    /**
     * @param columns how many numbers there are for each combination
     * @param limit of combinations, that for what has no room included
     */
    Series(Family family, SeriesIndex index, int columns, int limit) {
        this.family = family;
        this.index = index;
        this.room = limit - 1;
        this.labelNames = family.labels().toArray(String[]::new);
        this.cells = new Cells(FIRST_CELLS, columns);
    }

    /** All combinations that are not hidden, as they are now. */
    public abstract MetricSnapshot collect(Predicate<Labels> hidden);

    /** Name of the family. */
    public final String name() {
        return family.name();
    }

    final String help() {
        return family.help();
    }

    /** Whether one more combination may begin. */
    public final boolean hasRoom() {
        return room > 0;
    }

    /** The cell of a new combination; only if there is room. */
    public final int begin(int context, List<String> values) {
        room--;
        return add(context, values.toArray(String[]::new));
    }

    /** The cell of what has no room. */
    public final int overflow() {
        refused.add(0, 0, 1);
        if (overflow == NONE) {
            String[] values = new String[labelNames.length];
            Arrays.fill(values, OVERFLOW);
            overflow = add(NONE, values);
        }
        return overflow;
    }

    /** How often there was no room. */
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

    /** Forgets the combinations with such labels. */
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

    /** Adds the numbers of the contexts that are in use. */
    public final void addContexts(BitSet numbers) {
        used.stream().filter(cell -> cell != overflow).forEach(cell -> numbers.set(contexts[cell]));
    }

    /** A point for each combination that is not hidden. */
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
