// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the labels of a metric that name a pod with its namespace. Immutable and thread-safe. */
public final class PodLabels {
    private final List<Naming> namings = new ArrayList<>();

    public PodLabels(ContextOptions options) {
        for (ContextSide side : ContextSide.values()) {
            SideOptions shown = options.of(side);
            String name = (options.swapped() ? side.other() : side).label();
            if (shown.shown() && shown.context().uses(ContextIdentifier.POD)) {
                namings.add(new Naming(null, name));
            }
            if (shown.names().containsAll(List.of(name + "_namespace", name + "_pod"))) {
                namings.add(new Naming(name + "_namespace", name + "_pod"));
            }
        }
    }

    /**
     * The labels that together name one pod.
     *
     * @param namespace the label with the namespace; null if the label {@code pod} contains the namespace too
     */
    private record Naming(@Nullable String namespace, String pod) {
        boolean isOneOf(Labels labels, Set<String> pods) {
            String name = labels.get(pod);
            String space = namespace == null ? "" : labels.get(namespace);
            return name != null && pods.contains(EndpointLabels.qualified(space == null ? "" : space, name));
        }
    }

    /** Returns whether the labels name one of the pods, given as {@code namespace/name}. */
    public boolean nameOneOf(Labels labels, Set<String> pods) {
        for (Naming naming : namings) {
            if (naming.isOneOf(labels, pods)) {
                return true;
            }
        }
        return false;
    }
}
