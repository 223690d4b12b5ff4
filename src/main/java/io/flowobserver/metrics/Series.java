// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One metric family: a count for each combination of label values. The ingest thread, its only writer, finds a count by
 * a number that stands for the combination; any thread may collect.
 */
final class Series implements Collector {
    /** Combinations at most; flows with further ones are counted as {@linkplain #refused refused} instead. */
    static final int MAX_SERIES = 1 << 16;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int FIRST_SERIES = 16;
    private static final long FREE = -1;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final String SUFFIX = "_total";

    private final String name;
    private final String help;
    private final String[] labelNames;
    private final long[] refused = new long[1];

    private long[] keys = new long[2 * FIRST_SERIES];
    private int[] cellOfKey = new int[2 * FIRST_SERIES];
    private long[] cells = new long[FIRST_SERIES];
    private Labels[] labels = new Labels[FIRST_SERIES];
    private int size;
    private volatile Shown shown = new Shown(cells, labels, 0);

    /**
     * @param name ends in {@code _total}
     */
    Series(String name, String help, List<String> labelNames) {
        this.name = name.substring(0, name.length() - SUFFIX.length());
        this.help = help;
        this.labelNames = labelNames.toArray(String[]::new);
        Arrays.fill(keys, FREE);
    }

    /** What a collector may look at: the arrays are as long as they were when the newest series came. */
    private record Shown(long[] cells, Labels[] labels, int size) {}

    /** Adds one; false if the combination is new. */
    boolean increment(long key) {
        int slot = slot(key);
        if (keys[slot] != key) {
            return false;
        }
        bump(cells, cellOfKey[slot]);
        return true;
    }

    /** Begins a new combination at one. */
    void begin(long key, List<String> values) {
        if (size == MAX_SERIES) {
            refuse();
            return;
        }
        if (size == cells.length) {
            grow();
        }
        int slot = slot(key);
        keys[slot] = key;
        cellOfKey[slot] = size;
        labels[size] = Labels.of(labelNames, values.toArray(String[]::new));
        bump(cells, size++);
        shown = new Shown(cells, labels, size);
    }

    /** Counts a flow whose combination cannot be kept. */
    void refuse() {
        bump(refused, 0);
    }

    long refused() {
        return (long) CELL.getOpaque(refused, 0);
    }

    /** Name of the family. */
    String name() {
        return name + SUFFIX;
    }

    @Override
    public String getPrometheusName() {
        return name;
    }

    @Override
    public MetricSnapshot collect() {
        Shown now = shown;
        List<CounterDataPointSnapshot> points = new ArrayList<>(now.size);
        for (int i = 0; i < now.size; i++) {
            points.add(new CounterDataPointSnapshot((long) CELL.getOpaque(now.cells, i), now.labels[i], null, 0));
        }
        return new CounterSnapshot(new MetricMetadata(name, help), points);
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key * SPREAD >>> 32) & mask;
        while (keys[slot] != key && keys[slot] != FREE) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        cells = Arrays.copyOf(cells, 2 * size);
        labels = Arrays.copyOf(labels, 2 * size);
        long[] oldKeys = keys;
        int[] oldCells = cellOfKey;
        keys = new long[2 * oldKeys.length];
        cellOfKey = new int[keys.length];
        Arrays.fill(keys, FREE);
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != FREE) {
                int slot = slot(oldKeys[old]);
                keys[slot] = oldKeys[old];
                cellOfKey[slot] = oldCells[old];
            }
        }
    }

    private static void bump(long[] cells, int index) {
        CELL.setOpaque(cells, index, cells[index] + 1);
    }
}
