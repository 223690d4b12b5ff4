// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.names;

import io.flowobserver.filter.pattern.QualifiedPrefix;
import io.flowobserver.flow.text.NearestName;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The few names that are most like one that is sought. For one thread. */
final class NearestNames {
    private static final int KEPT = 3;
    /** What another namespace counts at most: a name is what people remember. */
    private static final int OTHER_NAMESPACE = 2;

    private static final Comparator<Candidate> NEAREST_FIRST = Comparator.comparingInt(Candidate::distance)
            .thenComparingInt(candidate -> candidate.text().length())
            .thenComparing(Candidate::text);

    private final TreeSet<Candidate> nearest = new TreeSet<>(NEAREST_FIRST);
    private final TimeLimit limit;

    NearestNames(TimeLimit limit) {
        this.limit = limit;
    }

    private record Candidate(int distance, String text) {}

    /** Takes a name into account that is to be written as a whole. */
    void whole(String written, String name) {
        int most = NearestName.limit(written);
        if (!limit.isOver() && Math.abs(written.length() - name.length()) <= most) {
            keep(NearestName.distance(written, name), most, name);
        }
    }

    /** Takes a name into account of which the beginning is to be written, with its namespace. */
    void qualified(QualifiedPrefix written, QualifiedName name) {
        String namespace = written.namespace();
        if (written.namePrefix().isEmpty() && namespace != null) {
            whole(namespace + "/", name.namespace() + "/");
        } else if (!limit.isOver()) {
            int elsewhere = namespace == null || namespace.equals(name.namespace())
                    ? 0
                    : Math.min(OTHER_NAMESPACE, NearestName.distance(namespace, name.namespace()));
            int most = limit(written.namePrefix());
            int distance = NearestName.distanceToBeginning(written.namePrefix(), name.name());
            if (distance <= most) {
                keep(elsewhere + distance, most + OTHER_NAMESPACE, name.namespace() + "/" + name.name());
            }
        }
    }

    /** Returns the names, the nearest first. */
    List<String> list() {
        return nearest.stream().map(Candidate::text).toList();
    }

    /** Less than for whole names: many names begin with nearly any two letters. */
    private static int limit(String beginning) {
        return beginning.length() < 4 ? 1 : Math.max(2, beginning.length() / 3);
    }

    private void keep(int distance, int most, String text) {
        if (distance <= most) {
            nearest.add(new Candidate(distance, text));
            if (nearest.size() > KEPT) {
                nearest.pollLast();
            }
        }
    }
}
