// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.names;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.LabelSelector;
import io.flowobserver.filter.pattern.QualifiedPrefix;
import java.util.List;
import java.util.Set;

/** A name that somebody looks for, as a filter has it. Immutable. */
public sealed interface SoughtName {
    /** The beginning of a pod's name, with its namespace. */
    static SoughtName pod(String text) throws FilterException {
        return new Pod(QualifiedPrefix.of(List.of(text)));
    }

    /** The whole name of a namespace. */
    static SoughtName namespace(String text) throws FilterException {
        if (text.isEmpty()) {
            throw FilterException.invalid("invalid filter, name must not be empty");
        }
        return new Namespace(text);
    }

    /** The beginning of a service's name, with its namespace. */
    static SoughtName service(String text) throws FilterException {
        return new Service(QualifiedPrefix.of(List.of(text)));
    }

    /** A label selector. */
    static SoughtName label(String text) throws FilterException {
        return new Label(text, LabelSelector.parse(text));
    }

    /** Returns whether something that is known matches. */
    boolean isAmong(KnownNames known);

    /** Passes on each known name that may be like this one, with how much it differs. */
    void compare(KnownNames known, NearestNames nearest);

    /**
     * A pod by the beginning of its name.
     *
     * @param wanted one prefix
     */
    record Pod(QualifiedPrefix[] wanted) implements SoughtName {
        @Override
        public boolean isAmong(KnownNames known) {
            return matches(wanted, known.pods());
        }

        @Override
        public void compare(KnownNames known, NearestNames nearest) {
            known.podFamilies().forEach(name -> nearest.qualified(wanted[0], name));
        }
    }

    /**
     * A service by the beginning of its name.
     *
     * @param wanted one prefix
     */
    record Service(QualifiedPrefix[] wanted) implements SoughtName {
        @Override
        public boolean isAmong(KnownNames known) {
            return matches(wanted, known.services());
        }

        @Override
        public void compare(KnownNames known, NearestNames nearest) {
            known.services().forEach(name -> nearest.qualified(wanted[0], name));
        }
    }

    /**
     * A namespace.
     *
     * @param wanted its whole name
     */
    record Namespace(String wanted) implements SoughtName {
        @Override
        public boolean isAmong(KnownNames known) {
            return known.namespaces().contains(wanted);
        }

        @Override
        public void compare(KnownNames known, NearestNames nearest) {
            known.namespaces().forEach(name -> nearest.whole(wanted, name));
        }
    }

    /**
     * A label.
     *
     * @param text how the selector is written
     */
    record Label(String text, LabelSelector wanted) implements SoughtName {
        @Override
        public boolean isAmong(KnownNames known) {
            return known.labels().stream().anyMatch(wanted::matches);
        }

        @Override
        public void compare(KnownNames known, NearestNames nearest) {
            boolean sourced = text.indexOf(':') >= 0;
            known.labels()
                    .forEach(labels -> labels.forEach(label -> {
                        // A label is source:key=value, and few people write the source.
                        nearest.whole(text, sourced ? label : label.substring(label.indexOf(':') + 1));
                    }));
        }
    }

    private static boolean matches(QualifiedPrefix[] wanted, Set<QualifiedName> names) {
        return names.stream().anyMatch(name -> QualifiedPrefix.any(wanted, name.namespace(), name.name()));
    }
}
