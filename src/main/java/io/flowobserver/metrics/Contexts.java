// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.FlowView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The context labels of flows, as small numbers: flows with the same values have the same number. Metrics with the same
 * options share one. For the ingest thread alone.
 */
final class Contexts {
    /** The number of flows whose values are new and too many. */
    static final int REFUSED = -1;

    /** Numbers of bits that a number takes. */
    static final int BITS = 16;

    private final ContextOptions options;
    private final boolean none;
    private final ContextKeys keys;
    private final Map<List<String>, Integer> numbers = new HashMap<>();
    private final List<List<String>> values = new ArrayList<>();

    Contexts(ContextOptions options) {
        this.options = options;
        this.keys = new ContextKeys(options);
        this.none = options.names().isEmpty();
        if (none) {
            values.add(List.of());
        }
    }

    List<String> names() {
        return options.names();
    }

    /** The number of a flow's values, less than 2 to the {@link #BITS}; or {@link #REFUSED}. */
    int number(FlowView row) {
        if (none) {
            return 0;
        }
        int known = keys.get(row);
        return known != ContextKeys.NONE ? known : add(row);
    }

    /** The values that a number stands for, in the order of the names. */
    List<String> values(int number) {
        return values.get(number);
    }

    private int add(FlowView row) {
        List<String> added = List.copyOf(options.values(row));
        Integer number = numbers.get(added);
        if (number == null) {
            number = values.size() < 1 << BITS ? values.size() : REFUSED;
            if (number != REFUSED) {
                values.add(added);
                numbers.put(added, number);
            }
        }
        keys.put(number);
        return number;
    }
}
