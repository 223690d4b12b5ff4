// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.series;

import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table of numbers. Each row has the labels of one series and a few columns. One thread writes; any thread may read.
 */
final class Cells {
    private static final VarHandle NUMBER = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle LABELS = MethodHandles.arrayElementVarHandle(Labels[].class);
    private static final VarHandle EXEMPLAR = MethodHandles.arrayElementVarHandle(Exemplar[].class);

    private final int columns;
    private final long[] numbers;
    private final @Nullable Labels[] labels;
    /** Empty until the first exemplar is set. */
    private volatile @Nullable Exemplar[] exemplars = new Exemplar[0];

    Cells(int rows, int columns) {
        this(columns, new long[rows * columns], new Labels[rows]);
    }

    private Cells(int columns, long[] numbers, @Nullable Labels[] labels) {
        this.columns = columns;
        this.numbers = numbers;
        this.labels = labels;
    }

    int size() {
        return labels.length;
    }

    boolean isUsed(int row) {
        return LABELS.getAcquire(labels, row) != null;
    }

    /** Returns the labels of a row that is in use. */
    Labels labels(int row) {
        return (Labels) Objects.requireNonNull(LABELS.getAcquire(labels, row));
    }

    void begin(int row, Labels of) {
        LABELS.setRelease(labels, row, of);
    }

    long number(int row, int column) {
        return (long) NUMBER.getOpaque(numbers, row * columns + column);
    }

    double fraction(int row, int column) {
        return Double.longBitsToDouble(number(row, column));
    }

    @Nullable
    Exemplar exemplar(int row, int column) {
        @Nullable Exemplar[] now = exemplars;
        return now.length == 0 ? null : (Exemplar) EXEMPLAR.getAcquire(now, row * columns + column);
    }

    void add(int row, int column, long number) {
        int at = row * columns + column;
        long sum = numbers[at] + number;
        // Only made-up counts reach the limit. A counter that goes back would be worse than one that stands still.
        NUMBER.setOpaque(numbers, at, sum < 0 ? Long.MAX_VALUE : sum);
    }

    void addFraction(int row, int column, double fraction) {
        int at = row * columns + column;
        NUMBER.setOpaque(numbers, at, Double.doubleToRawLongBits(Double.longBitsToDouble(numbers[at]) + fraction));
    }

    void exemplar(int row, int column, Exemplar exemplar) {
        if (exemplars.length == 0) {
            exemplars = new Exemplar[numbers.length];
        }
        EXEMPLAR.setRelease(exemplars, row * columns + column, exemplar);
    }

    /** Returns a copy with twice the number of rows. */
    Cells enlarged() {
        return copy(2 * labels.length);
    }

    /** Returns a copy in which these rows are unused and zero. */
    Cells without(BitSet rows) {
        Cells copy = copy(labels.length);
        rows.stream().forEach(row -> {
            copy.labels[row] = null;
            Arrays.fill(copy.numbers, row * columns, (row + 1) * columns, 0);
            if (copy.exemplars.length > 0) {
                Arrays.fill(copy.exemplars, row * columns, (row + 1) * columns, null);
            }
        });
        return copy;
    }

    private Cells copy(int rows) {
        Cells copy = new Cells(columns, Arrays.copyOf(numbers, rows * columns), Arrays.copyOf(labels, rows));
        if (exemplars.length > 0) {
            copy.exemplars = Arrays.copyOf(exemplars, rows * columns);
        }
        return copy;
    }
}
