// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowView;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The label values of one side of flows, as small numbers: sides with the same values have the same number. Where the
 * endpoint alone decides, the number is kept beside it, else in {@link SideKeys}. For the ingest thread alone.
 */
final class SideValues {
    /** The number of values that are new while there is no room for new ones. */
    static final int REFUSED = -1;

    /** Directions that lists of their own tell apart: unknown, ingress, egress. */
    static final int DIRECTIONS = 3;

    /** Numbers beside endpoints that were kept under another generation mean nothing. */
    private static final AtomicInteger GENERATIONS = new AtomicInteger();

    private static final int ADDITIONS = Integer.MAX_VALUE;

    private final SideOptions options;
    private final int place;
    private final boolean directed;
    private final @Nullable SideKeys keys;
    private final LabelValueIds numbered = new LabelValueIds();
    private final long[] ofNobody = new long[DIRECTIONS];
    private long generation = GENERATIONS.incrementAndGet();
    /** What is remembered of sides that were refused; another one after each addition, when they are worth a look. */
    private int refusal = Integer.MIN_VALUE;

    /**
     * @param place where it may keep numbers beside endpoints, and in the {@link #DIRECTIONS} - 1 places after it
     */
    SideValues(SideOptions options, int place) {
        this.options = options;
        this.place = place;
        this.directed = options.usesDirection();
        this.keys = options.usesNames() || options.usesAddress() ? new SideKeys(options) : null;
    }

    int place() {
        return place;
    }

    /** The number of a flow's values, or {@link #REFUSED}. */
    int number(FlowView row, boolean mayAdd) {
        int direction = directed ? direction(row) : 0;
        int known =
                keys != null ? keys.get(row, direction) : kept(options.side().endpoint(row), direction);
        if (known >= 0) {
            return known;
        }
        return known == refusal && !mayAdd ? REFUSED : find(row, direction, mayAdd);
    }

    /** The values that a number stands for, in the order of the names. */
    List<String> values(int number) {
        return numbered.list(number);
    }

    /** Forgets all numbers but these. */
    void retain(BitSet numbers) {
        numbered.retain(numbers);
        generation = GENERATIONS.incrementAndGet();
        if (keys != null) {
            keys.clear();
        }
    }

    int size() {
        return numbered.size();
    }

    /** {@link Directions}, with one number for all that are neither. */
    static int direction(FlowView row) {
        int direction = row.direction();
        return direction == Directions.INGRESS || direction == Directions.EGRESS ? direction : 0;
    }

    private int find(FlowView row, int direction, boolean mayAdd) {
        List<String> values = List.copyOf(options.values(row));
        int number = numbered.get(values);
        if (number == LabelValueIds.ABSENT && mayAdd) {
            number = numbered.add(values);
            refusal = Integer.MIN_VALUE | (refusal + 1 & ADDITIONS);
        }
        int remembered = number == LabelValueIds.ABSENT ? refusal : number;
        if (keys == null) {
            keep(options.side().endpoint(row), direction, remembered);
        } else if (!keys.cannotTell(row)) {
            keys.put(row, direction, remembered);
        }
        return number == LabelValueIds.ABSENT ? REFUSED : number;
    }

    private int kept(@Nullable Endpoint endpoint, int direction) {
        long kept = endpoint == null ? ofNobody[direction] : endpoint.kept(place + direction);
        return kept >>> Integer.SIZE == generation ? (int) kept : SideKeys.NONE;
    }

    private void keep(@Nullable Endpoint endpoint, int direction, int number) {
        long kept = generation << Integer.SIZE | (number & 0xFFFFFFFFL);
        if (endpoint == null) {
            ofNobody[direction] = kept;
        } else {
            endpoint.keep(place + direction, kept);
        }
    }
}
