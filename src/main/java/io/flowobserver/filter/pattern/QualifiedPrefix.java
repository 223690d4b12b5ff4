// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A namespace and the beginning of a name, written as {@code name}, {@code namespace/name}, {@code namespace/} or
 * {@code /name}. Without a slash the namespace is {@code default}; an empty one matches any namespace.
 *
 * @param namespace the exact namespace, or null for any
 */
public record QualifiedPrefix(@Nullable String namespace, String namePrefix) {
    private static final String DEFAULT_NAMESPACE = "default";

    public static QualifiedPrefix[] of(List<String> texts) throws FilterException {
        QualifiedPrefix[] prefixes = new QualifiedPrefix[texts.size()];
        for (int i = 0; i < prefixes.length; i++) {
            prefixes[i] = parse(texts.get(i));
        }
        return prefixes;
    }

    /** Returns whether one of the prefixes matches. Never true if namespace and name are both empty. */
    public static boolean any(QualifiedPrefix[] prefixes, String namespace, String name) {
        if (namespace.isEmpty() && name.isEmpty()) {
            return false;
        }
        for (QualifiedPrefix prefix : prefixes) {
            if ((prefix.namespace == null || prefix.namespace.equals(namespace))
                    && name.startsWith(prefix.namePrefix)) {
                return true;
            }
        }
        return false;
    }

    private static QualifiedPrefix parse(String text) throws FilterException {
        if (text.isEmpty()) {
            throw FilterException.invalid("invalid filter, name must not be empty");
        }
        String[] parts = text.split("/", -1);
        if (parts.length == 1) {
            return new QualifiedPrefix(DEFAULT_NAMESPACE, text);
        }
        return new QualifiedPrefix(parts[0].isEmpty() ? null : parts[0], parts[1]);
    }
}
