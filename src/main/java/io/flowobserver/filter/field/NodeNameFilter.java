// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.NamePattern;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.proto.flow.FlowFilter;
import org.jspecify.annotations.Nullable;

/**
 * {@code node_name}: a pattern for the cluster (without it any cluster matches) and one for the node (an empty one
 * matches any node).
 */
public final class NodeNameFilter {
    private static final String DEFAULT_CLUSTER = "default";

    private NodeNameFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) throws FilterException {
        if (filter.getNodeNameCount() == 0) {
            return;
        }
        NodePattern[] wanted = new NodePattern[filter.getNodeNameCount()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = NodePattern.parse(filter.getNodeName(i));
        }
        all.add(AllOf.Cost.TEXT, flow -> {
            Node node = flow.node();
            return node != null && !node.name().isEmpty() && any(wanted, node.name());
        });
    }

    private static boolean any(NodePattern[] wanted, String name) {
        for (NodePattern pattern : wanted) {
            if (pattern.matches(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The two patterns of one filter value.
     *
     * @param cluster null matches any cluster
     * @param node null matches any node
     */
    private record NodePattern(@Nullable NamePattern cluster, @Nullable NamePattern node) {
        static NodePattern parse(String text) throws FilterException {
            if (text.isEmpty()) {
                throw FilterException.invalid("empty pattern");
            }
            int slash = text.indexOf('/');
            if (slash != text.lastIndexOf('/')) {
                throw FilterException.invalid("too many slashes in pattern");
            }
            return new NodePattern(half(slash < 0 ? "" : text.substring(0, slash)), half(text.substring(slash + 1)));
        }

        boolean matches(String name) {
            int slash = name.indexOf('/');
            return (cluster == null || isCluster(cluster, name, slash))
                    && (node == null || node.matches(name, slash + 1, name.length()));
        }

        private static boolean isCluster(NamePattern pattern, String name, int slash) {
            return slash < 0 ? pattern.matches(DEFAULT_CLUSTER) : pattern.matches(name, 0, slash);
        }

        private static @Nullable NamePattern half(String text) throws FilterException {
            return text.isEmpty() ? null : NamePattern.parse(text);
        }
    }
}
