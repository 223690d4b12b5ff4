// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.EndpointCache;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowView;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps the label values of one side of a flow to small numbers: sides with the same values have the same number. If the
 * values depend only on the endpoint, the number is cached by endpoint; otherwise it is cached in {@link SideKeys}. Only
 * the ingest thread uses it.
 */
final class SideValues {
    /** The result for new values when there is no room for them. */
    static final int REFUSED = -1;

    /** The number of directions that can have their own lists: unknown, ingress and egress. */
    static final int DIRECTIONS = 3;

    private static final int ADDITIONS = Integer.MAX_VALUE;

    private final SideOptions options;
    private final boolean directed;
    private final @Nullable SideKeys keys;
    private final LabelValueIds numbered = new LabelValueIds();
    /** The cached numbers of endpoints, indexed by direction. */
    private final EndpointCache[] ofEndpoints;
    /** The cached numbers for flows without an endpoint, indexed by direction. */
    private final int[] ofNobody = new int[DIRECTIONS];

    /**
     * The marker that is cached for refused sides. It changes after each addition, because a refused side may then have
     * a number.
     */
    private int refusal = Integer.MIN_VALUE;

    SideValues(SideOptions options) {
        this.options = options;
        this.directed = options.usesDirection();
        this.keys = options.usesNames() || options.usesAddress() ? new SideKeys(options) : null;
        this.ofEndpoints = new EndpointCache[directed ? DIRECTIONS : 1];
        Arrays.setAll(ofEndpoints, direction -> new EndpointCache());
        Arrays.fill(ofNobody, SideKeys.NONE);
    }

    /** Returns the number of a flow's values, or {@link #REFUSED}. */
    int number(FlowView row, boolean mayAdd) {
        int direction = directed ? direction(row) : 0;
        int known = cached(row, direction);
        if (known >= 0) {
            return known;
        }
        return known == refusal && !mayAdd ? REFUSED : find(row, direction, mayAdd);
    }

    /** Returns the values of a number, in the order of the names. */
    List<String> values(int number) {
        return numbered.list(number);
    }

    /** Removes all numbers except these. */
    void retain(BitSet numbers) {
        numbered.retain(numbers);
        renewEndpoints();
        Arrays.fill(ofNobody, SideKeys.NONE);
        if (keys != null) {
            keys.clear();
        }
    }

    /** Removes the cached numbers of endpoints. */
    void renewEndpoints() {
        for (EndpointCache cache : ofEndpoints) {
            cache.clear();
        }
    }

    int size() {
        return numbered.size();
    }

    /** Returns the number in {@link Directions}, or 0 if it is neither ingress nor egress. */
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

    private int cached(FlowView row, int direction) {
        if (keys == null) {
            return kept(options.side().endpoint(row), direction);
        }
        // The address as an access log wrote it is not part of the key.
        return keys.cannotTell(row) ? SideKeys.NONE : keys.get(row, direction);
    }

    private int kept(@Nullable Endpoint endpoint, int direction) {
        return endpoint == null ? ofNobody[direction] : ofEndpoints[direction].get(endpoint);
    }

    private void keep(@Nullable Endpoint endpoint, int direction, int number) {
        if (endpoint == null) {
            ofNobody[direction] = number;
        } else {
            ofEndpoints[direction].put(endpoint, number);
        }
    }
}
