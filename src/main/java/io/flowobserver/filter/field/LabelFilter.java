// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.LabelSelector;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.FlowSide;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/** {@code source_label}, {@code destination_label} and {@code node_labels}: Kubernetes label selectors. */
public final class LabelFilter {
    private LabelFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) throws FilterException {
        addEndpoint(FlowSide.SOURCE, filter.getSourceLabelList(), all);
        addEndpoint(FlowSide.DESTINATION, filter.getDestinationLabelList(), all);
        if (filter.getNodeLabelsCount() > 0) {
            LabelSelector[] wanted = selectors("node", filter.getNodeLabelsList());
            all.add(AllOf.Cost.LISTS, flow -> {
                Node node = flow.node();
                return any(wanted, node == null ? List.of() : node.labels());
            });
        }
    }

    private static void addEndpoint(FlowSide side, List<String> texts, AllOf.Builder all) throws FilterException {
        if (!texts.isEmpty()) {
            LabelSelector[] wanted = selectors(side.toString(), texts);
            all.add(AllOf.Cost.LISTS, flow -> {
                Endpoint endpoint = side.endpoint(flow);
                return any(wanted, endpoint == null ? List.of() : endpoint.labels());
            });
        }
    }

    private static LabelSelector[] selectors(String whose, List<String> texts) throws FilterException {
        LabelSelector[] selectors = new LabelSelector[texts.size()];
        for (int i = 0; i < selectors.length; i++) {
            try {
                selectors[i] = LabelSelector.parse(texts.get(i));
            } catch (FilterException invalid) {
                throw invalid.in("invalid " + whose + " label filter");
            }
        }
        return selectors;
    }

    private static boolean any(LabelSelector[] wanted, List<String> labels) {
        for (LabelSelector selector : wanted) {
            if (selector.matches(labels)) {
                return true;
            }
        }
        return false;
    }
}
