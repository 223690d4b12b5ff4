// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

/**
 * Which objects of a kind are wanted.
 *
 * @param selector of fields, for all of them: {@code spec.nodeName=n1}; empty for all objects
 * @param firstSelector of those that are listed before all others; empty for none
 */
public record ReflectorOptions(String selector, String firstSelector, ReflectorTimes times) {
    /** All objects, in no special order. */
    public static final ReflectorOptions ALL = new ReflectorOptions("", "", ReflectorTimes.DEFAULT);

    /** The pods of a node, and no others. */
    public static ReflectorOptions podsOf(String node) {
        return new ReflectorOptions(onNode(node), "", ReflectorTimes.DEFAULT);
    }

    /** The pods of a node, then all others. */
    public static ReflectorOptions podsFirstOf(String node) {
        return new ReflectorOptions("", onNode(node), ReflectorTimes.DEFAULT);
    }

    /** For tests of others. */
    public ReflectorOptions with(ReflectorTimes other) {
        return new ReflectorOptions(selector, firstSelector, other);
    }

    private static String onNode(String node) {
        return "spec.nodeName=" + node;
    }
}
