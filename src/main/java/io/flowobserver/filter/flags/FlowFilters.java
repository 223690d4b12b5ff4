// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import static io.flowobserver.filter.flags.FilterFlag.FROM_IP;
import static io.flowobserver.filter.flags.FilterFlag.FROM_NAMESPACE;
import static io.flowobserver.filter.flags.FilterFlag.FROM_POD;
import static io.flowobserver.filter.flags.FilterFlag.FROM_PORT;
import static io.flowobserver.filter.flags.FilterFlag.IP;
import static io.flowobserver.filter.flags.FilterFlag.NAMESPACE;
import static io.flowobserver.filter.flags.FilterFlag.POD;
import static io.flowobserver.filter.flags.FilterFlag.PORT;
import static io.flowobserver.filter.flags.FilterFlag.TO_IP;
import static io.flowobserver.filter.flags.FilterFlag.TO_NAMESPACE;
import static io.flowobserver.filter.flags.FilterFlag.TO_POD;
import static io.flowobserver.filter.flags.FilterFlag.TO_PORT;

import io.flowobserver.proto.flow.FlowFilter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The whitelist that a row of filter flags means: none, one filter, or a left and a right one. */
public final class FlowFilters {
    /** Two different flags of one set contradict each other or say the same twice. */
    private static final List<Set<FilterFlag>> CONFLICTS = List.of(
            EnumSet.of(IP, FROM_IP, NAMESPACE, FROM_NAMESPACE),
            EnumSet.of(IP, TO_IP, NAMESPACE, TO_NAMESPACE),
            EnumSet.of(IP, FROM_IP, POD, FROM_POD),
            EnumSet.of(IP, TO_IP, POD, TO_POD),
            EnumSet.of(FROM_POD, NAMESPACE),
            EnumSet.of(TO_POD, NAMESPACE),
            EnumSet.of(PORT, FROM_PORT),
            EnumSet.of(PORT, TO_PORT));

    private final Set<FilterFlag> seen = EnumSet.noneOf(FilterFlag.class);
    private final FlowFilter.Builder left = FlowFilter.newBuilder();
    private final FlowFilter.Builder right = FlowFilter.newBuilder();
    private final List<String> sourceNamespaces = new ArrayList<>();
    private final List<String> destinationNamespaces = new ArrayList<>();
    private final List<String> bothNamespaces = new ArrayList<>();

    /**
     * Takes the next flag of the command line.
     *
     * @throws FlagException when the value is wrong or the flag does not go with an earlier one
     */
    public void add(FilterFlag flag, String value) {
        try {
            refuseConflicts(flag);
            flag.fill(left, right, value);
        } catch (FlagException e) {
            throw new FlagException(
                    "invalid argument \"" + value + "\" for \"" + flag.flag() + "\" flag: " + e.getMessage());
        }
        seen.add(flag);
        switch (flag) {
            case NAMESPACE -> bothNamespaces.add(value);
            case FROM_NAMESPACE -> sourceNamespaces.add(value);
            case TO_NAMESPACE -> destinationNamespaces.add(value);
            default -> {}
        }
    }

    /** @throws FlagException when a pod is not in the wanted namespace */
    public List<FlowFilter> whitelist() {
        FlowFilter.Builder first = left.clone();
        FlowFilter.Builder second = right.clone();
        narrowSource(first, bothNamespaces);
        narrowDestination(second, bothNamespaces);
        narrowSource(first, sourceNamespaces);
        narrowSource(second, sourceNamespaces);
        narrowDestination(first, destinationNamespaces);
        narrowDestination(second, destinationNamespaces);
        if (seen.isEmpty()) {
            return List.of();
        }
        FlowFilter one = first.build();
        FlowFilter other = second.build();
        return one.equals(other) ? List.of(one) : List.of(one, other);
    }

    private void refuseConflicts(FilterFlag flag) {
        for (Set<FilterFlag> conflict : CONFLICTS) {
            if (!conflict.contains(flag)) {
                continue;
            }
            for (FilterFlag earlier : conflict) {
                if (earlier != flag && seen.contains(earlier)) {
                    throw new FlagException(
                            "filters " + flag.flag() + " and " + earlier.flag() + " cannot be combined");
                }
            }
        }
    }

    private static void narrowSource(FlowFilter.Builder filter, List<String> namespaces) {
        if (!namespaces.isEmpty()) {
            List<String> pods = narrow(filter.getSourcePodList(), namespaces);
            filter.clearSourcePod().addAllSourcePod(pods);
        }
    }

    private static void narrowDestination(FlowFilter.Builder filter, List<String> namespaces) {
        if (!namespaces.isEmpty()) {
            List<String> pods = narrow(filter.getDestinationPodList(), namespaces);
            filter.clearDestinationPod().addAllDestinationPod(pods);
        }
    }

    private static List<String> narrow(List<String> pods, List<String> namespaces) {
        if (pods.isEmpty()) {
            return namespaces.stream().map(namespace -> namespace + "/").toList();
        }
        List<String> narrowed = new ArrayList<>();
        for (String pod : pods) {
            int slash = pod.indexOf('/');
            if (slash < 0) {
                namespaces.forEach(namespace -> narrowed.add(namespace + "/" + pod));
            } else if (namespaces.contains(pod.substring(0, slash))) {
                narrowed.add(pod);
            } else {
                throw new FlagException("namespace conflict: \"" + String.join(", ", namespaces)
                        + "\" does not contain \"" + pod + "\"");
            }
        }
        return narrowed;
    }
}
