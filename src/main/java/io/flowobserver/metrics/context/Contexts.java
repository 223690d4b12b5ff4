// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.series.PackedIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Maps the context labels of flows to small numbers: flows with the same values have the same number. Metrics with the
 * same options share one instance. Only the ingest thread uses it.
 */
public final class Contexts {
    /** The result for new values when there is no room for them. */
    public static final int REFUSED = SideValues.REFUSED;

    /** The number of bits of a number. */
    public static final int BITS = 23;

    private static final int DIRECTION_BITS = 2;
    private static final int FIRST_NUMBERS = 16;
    private static final int UNKNOWN = -2;

    private final ContextOptions options;
    private final boolean none;
    private final boolean directed;
    private final SideValues source;
    private final SideValues destination;
    private final PackedIndex numbers = new PackedIndex();
    private final BitSet used = new BitSet();
    /** Indexed by number: the numbers of both sides' values and the direction, packed. */
    private long[] parts = new long[FIRST_NUMBERS];
    /** The number of the current flow. Several metrics ask for it one after the other. */
    private int current = UNKNOWN;

    public Contexts(ContextOptions options) {
        this.options = options;
        this.none = options.names().isEmpty();
        this.directed = options.showsDirection();
        this.source = new SideValues(options.of(ContextSide.SOURCE));
        this.destination = new SideValues(options.of(ContextSide.DESTINATION));
    }

    public ContextOptions options() {
        return options;
    }

    /** Returns the names of the labels. */
    public List<String> names() {
        return options.names();
    }

    /** Begins a new flow. The caller calls this before each flow. */
    public void next() {
        current = UNKNOWN;
    }

    /**
     * Returns the number of a flow's values.
     *
     * @param mayAdd whether new values may get a new number
     * @return a number of at most {@link #BITS} bits, or {@link #REFUSED}
     */
    public int number(FlowView row, boolean mayAdd) {
        if (none) {
            return 0;
        }
        if (current < 0) {
            current = find(row, mayAdd);
        }
        return current;
    }

    /** Returns the values of a number, in the order of the names. */
    public List<String> values(int number) {
        if (none) {
            return List.of();
        }
        long part = parts[number];
        List<String> values = new ArrayList<>(source.values(sourceOf(part)));
        values.addAll(destination.values(destinationOf(part)));
        if (directed) {
            values.add(Directions.label(directionOf(part)));
        }
        return values;
    }

    /** Removes all numbers except these. */
    public void retain(BitSet kept) {
        if (none) {
            return;
        }
        BitSet gone = (BitSet) used.clone();
        gone.andNot(kept);
        numbers.remove(gone);
        used.and(kept);
        BitSet sources = new BitSet();
        BitSet destinations = new BitSet();
        used.stream().forEach(number -> {
            sources.set(sourceOf(parts[number]));
            destinations.set(destinationOf(parts[number]));
        });
        source.retain(sources);
        destination.retain(destinations);
        current = UNKNOWN;
    }

    /** Forgets the numbers of endpoints, which are found again by their labels. */
    public void renewEndpoints() {
        source.renewEndpoints();
        destination.renewEndpoints();
    }

    /** Returns how many numbers and values are remembered. */
    public int size() {
        return used.cardinality() + source.size() + destination.size();
    }

    private int find(FlowView row, boolean mayAdd) {
        int from = source.number(row, mayAdd);
        int to = destination.number(row, mayAdd);
        if (from == REFUSED || to == REFUSED) {
            return REFUSED;
        }
        long part = ((long) from << BITS | to) << DIRECTION_BITS | (directed ? SideValues.direction(row) : 0);
        int number = numbers.get(part);
        return number != PackedIndex.ABSENT || !mayAdd ? number : add(part);
    }

    private int add(long part) {
        int number = used.nextClearBit(0);
        used.set(number);
        if (number == parts.length) {
            parts = Arrays.copyOf(parts, 2 * number);
        }
        parts[number] = part;
        numbers.put(part, number);
        return number;
    }

    private static int sourceOf(long part) {
        return (int) (part >>> (BITS + DIRECTION_BITS));
    }

    private static int destinationOf(long part) {
        return (int) (part >>> DIRECTION_BITS) & (1 << BITS) - 1;
    }

    private static int directionOf(long part) {
        return (int) part & (1 << DIRECTION_BITS) - 1;
    }
}
