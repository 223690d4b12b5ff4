// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.series;

import java.util.ArrayList;
import java.util.List;

/** The name, the help text and the label names of a metric family. */
public record Family(String name, String help, List<String> labels) {
    public Family(String name, String help, String... labels) {
        this(name, help, List.of(labels));
    }

    /** Returns the same family with the labels of a context before its own labels. */
    public Family in(List<String> contextLabels) {
        List<String> all = new ArrayList<>(contextLabels);
        all.addAll(labels);
        return new Family(name, help, all);
    }
}
