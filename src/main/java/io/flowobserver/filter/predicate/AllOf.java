// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.predicate;

import io.flowobserver.flow.row.FlowView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The compiled fields of one filter, the cheapest first. All of them must match. Immutable and thread-safe. */
public final class AllOf implements Predicate<FlowView> {
    /**
     * The most expensive data that a predicate reads. The constants go from cheap to expensive; the first two are the
     * cache lines of the row.
     */
    public enum Cost {
        FIRST_LINE,
        OTHER_LINES,
        REFERENCES,
        TEXT,
        LISTS,
        EXPRESSIONS
    }

    private final Predicate<FlowView>[] fields;
    /** The number of leading fields that read only the first cache line. */
    private final int onFirstLine;

    private AllOf(Predicate<FlowView>[] fields, int onFirstLine) {
        this.fields = fields;
        this.onFirstLine = onFirstLine;
    }

    @Override
    public boolean test(FlowView flow) {
        return test(flow, fields.length);
    }

    /** Returns false if the first cache line of the row is enough to reject the flow. */
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

    /** Collects the predicates of a filter, in any order. For one thread. */
    public static final class Builder {
        private record Field(Cost cost, Predicate<FlowView> test) {}

        private final List<Field> fields = new ArrayList<>();

        public void add(Cost cost, Predicate<FlowView> test) {
            fields.add(new Field(cost, test));
        }

        @SuppressWarnings("unchecked") // Java cannot create an array of a generic type
        public AllOf build() {
            fields.sort(Comparator.comparing(Field::cost));
            int onFirstLine = (int) fields.stream()
                    .filter(field -> field.cost() == Cost.FIRST_LINE)
                    .count();
            return new AllOf(fields.stream().map(Field::test).toArray(Predicate[]::new), onFirstLine);
        }
    }
}
