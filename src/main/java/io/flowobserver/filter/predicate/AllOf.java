// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.predicate;

import io.flowobserver.flow.row.FlowView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The compiled fields of one filter, the cheapest first; all of them must match. */
public final class AllOf implements Predicate<FlowView> {
    /** What a field looks at, in the order of what that costs. */
    public enum Cost {
        FIRST_LINE,
        OTHER_LINES,
        REFERENCES,
        TEXT,
        LISTS,
        EXPRESSIONS
    }

    private final Predicate<FlowView>[] fields;
    /** How many of them, from the beginning, look at the first cache line only. */
    private final int onFirstLine;

    private AllOf(Predicate<FlowView>[] fields, int onFirstLine) {
        this.fields = fields;
        this.onFirstLine = onFirstLine;
    }

    @Override
    public boolean test(FlowView flow) {
        return test(flow, fields.length);
    }

    /** Whether the first cache line leaves it open that the flow matches. */
    public boolean glance(FlowView flow) {
        return test(flow, onFirstLine);
    }

    private boolean test(FlowView flow, int count) {
        for (int i = 0; i < count; i++) {
            if (!fields[i].test(flow)) {
                return false;
            }
        }
        return true;
    }

    /** Collects fields in any order. */
    public static final class Builder {
        private record Field(Cost cost, Predicate<FlowView> test) {}

        private final List<Field> fields = new ArrayList<>();

        public void add(Cost cost, Predicate<FlowView> test) {
            fields.add(new Field(cost, test));
        }

        @SuppressWarnings("unchecked") // arrays of generic types can't be made otherwise
        public AllOf build() {
            fields.sort(Comparator.comparing(Field::cost));
            int onFirstLine = (int) fields.stream()
                    .filter(field -> field.cost() == Cost.FIRST_LINE)
                    .count();
            return new AllOf(fields.stream().map(Field::test).toArray(Predicate[]::new), onFirstLine);
        }
    }
}
