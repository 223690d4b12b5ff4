// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Policies.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the name, namespace and kind of a policy from the labels of its rules. */
final class PolicyLabels {
    private static final String NAME = "k8s:io.cilium.k8s.policy.name=";
    private static final String NAMESPACE = "k8s:io.cilium.k8s.policy.namespace=";
    private static final String KIND = "k8s:io.cilium.k8s.policy.derived-from=";
    private static final String BETWEEN_RULES = "], [";

    private PolicyLabels() {}

    /**
     * Returns one policy per rule. The agent stores the rules of an entry as one text, {@code [a b], [c]}. This method
     * parses the labels in the same way as that text, so a label with a space becomes two labels.
     */
    static List<Policy> policies(List<List<String>> rules, long revision) {
        String text = rules.stream().map(labels -> String.join(" ", labels)).collect(Collectors.joining(BETWEEN_RULES));
        List<Policy> policies = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String rule : text.split("\\], \\[", -1)) {
                policies.add(policy(List.of(rule.split(" ", -1)), revision));
            }
        }
        return policies;
    }

    private static Policy policy(List<String> labels, long revision) {
        String name = "";
        String namespace = "";
        String kind = "";
        for (String label : labels) {
            if (label.startsWith(NAME)) {
                name = label.substring(NAME.length());
            } else if (label.startsWith(NAMESPACE)) {
                namespace = label.substring(NAMESPACE.length());
            } else if (label.startsWith(KIND)) {
                kind = label.substring(KIND.length());
            }
        }
        return new Policy(new PodName(namespace, name), labels, revision, kind);
    }
}
