// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import static io.flowobserver.filter.flags.FilterFlag.ALL_NAMESPACES;
import static io.flowobserver.filter.flags.FilterFlag.CLUSTER;
import static io.flowobserver.filter.flags.FilterFlag.ENCRYPTED;
import static io.flowobserver.filter.flags.FilterFlag.FQDN;
import static io.flowobserver.filter.flags.FilterFlag.FROM_ALL_NAMESPACES;
import static io.flowobserver.filter.flags.FilterFlag.FROM_CLUSTER;
import static io.flowobserver.filter.flags.FilterFlag.FROM_FQDN;
import static io.flowobserver.filter.flags.FilterFlag.FROM_IDENTITY;
import static io.flowobserver.filter.flags.FilterFlag.FROM_IP;
import static io.flowobserver.filter.flags.FilterFlag.FROM_LABEL;
import static io.flowobserver.filter.flags.FilterFlag.FROM_NAMESPACE;
import static io.flowobserver.filter.flags.FilterFlag.FROM_POD;
import static io.flowobserver.filter.flags.FilterFlag.FROM_PORT;
import static io.flowobserver.filter.flags.FilterFlag.FROM_SERVICE;
import static io.flowobserver.filter.flags.FilterFlag.FROM_WORKLOAD;
import static io.flowobserver.filter.flags.FilterFlag.IDENTITY;
import static io.flowobserver.filter.flags.FilterFlag.IP;
import static io.flowobserver.filter.flags.FilterFlag.LABEL;
import static io.flowobserver.filter.flags.FilterFlag.NAMESPACE;
import static io.flowobserver.filter.flags.FilterFlag.NOT_REPLY;
import static io.flowobserver.filter.flags.FilterFlag.POD;
import static io.flowobserver.filter.flags.FilterFlag.PORT;
import static io.flowobserver.filter.flags.FilterFlag.REPLY;
import static io.flowobserver.filter.flags.FilterFlag.SERVICE;
import static io.flowobserver.filter.flags.FilterFlag.TO_ALL_NAMESPACES;
import static io.flowobserver.filter.flags.FilterFlag.TO_CLUSTER;
import static io.flowobserver.filter.flags.FilterFlag.TO_FQDN;
import static io.flowobserver.filter.flags.FilterFlag.TO_IDENTITY;
import static io.flowobserver.filter.flags.FilterFlag.TO_IP;
import static io.flowobserver.filter.flags.FilterFlag.TO_LABEL;
import static io.flowobserver.filter.flags.FilterFlag.TO_NAMESPACE;
import static io.flowobserver.filter.flags.FilterFlag.TO_POD;
import static io.flowobserver.filter.flags.FilterFlag.TO_PORT;
import static io.flowobserver.filter.flags.FilterFlag.TO_SERVICE;
import static io.flowobserver.filter.flags.FilterFlag.TO_WORKLOAD;
import static io.flowobserver.filter.flags.FilterFlag.UNENCRYPTED;
import static io.flowobserver.filter.flags.FilterFlag.WORKLOAD;

import io.flowobserver.proto.flow.FlowFilter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The filters that a sequence of flags produces: no filter, one filter, or a left and a right filter. For one thread.
 */
final class FilterPair {
    /** Two different flags of one set cannot be combined: they contradict each other or mean the same. */
    private static final List<Set<FilterFlag>> CONFLICTS = List.of(
            EnumSet.of(FROM_FQDN, FROM_IP, IP, FQDN, FROM_NAMESPACE, NAMESPACE, FROM_ALL_NAMESPACES, ALL_NAMESPACES),
            EnumSet.of(TO_FQDN, TO_IP, IP, FQDN, TO_NAMESPACE, NAMESPACE, TO_ALL_NAMESPACES, ALL_NAMESPACES),
            EnumSet.of(FROM_FQDN, FROM_IP, IP, FQDN, FROM_POD, POD),
            EnumSet.of(TO_FQDN, TO_IP, IP, FQDN, TO_POD, POD),
            EnumSet.of(FROM_POD, NAMESPACE, ALL_NAMESPACES),
            EnumSet.of(TO_POD, NAMESPACE, ALL_NAMESPACES),
            EnumSet.of(FROM_SERVICE, NAMESPACE, ALL_NAMESPACES),
            EnumSet.of(TO_SERVICE, NAMESPACE, ALL_NAMESPACES),
            EnumSet.of(LABEL, FROM_LABEL),
            EnumSet.of(LABEL, TO_LABEL),
            EnumSet.of(SERVICE, FROM_SERVICE),
            EnumSet.of(SERVICE, TO_SERVICE),
            EnumSet.of(PORT, FROM_PORT),
            EnumSet.of(PORT, TO_PORT),
            EnumSet.of(IDENTITY, FROM_IDENTITY),
            EnumSet.of(IDENTITY, TO_IDENTITY),
            EnumSet.of(WORKLOAD, FROM_WORKLOAD),
            EnumSet.of(WORKLOAD, TO_WORKLOAD),
            EnumSet.of(CLUSTER, FROM_CLUSTER),
            EnumSet.of(CLUSTER, TO_CLUSTER),
            EnumSet.of(ENCRYPTED, UNENCRYPTED),
            EnumSet.of(REPLY, NOT_REPLY));

    private final Set<FilterFlag> seen = EnumSet.noneOf(FilterFlag.class);
    private final FlowFilter.Builder left = FlowFilter.newBuilder();
    private final FlowFilter.Builder right = FlowFilter.newBuilder();
    private final List<String> sourceNamespaces = new ArrayList<>();
    private final List<String> destinationNamespaces = new ArrayList<>();
    private final List<String> bothNamespaces = new ArrayList<>();

    /**
     * Adds a flag.
     *
     * @throws FlagException if the value is invalid, or if the flag cannot be combined with an earlier flag
     */
    void add(FilterFlag flag, String value) {
        refuseConflicts(flag);
        flag.fill(left, right, value);
        seen.add(flag);
        switch (flag) {
            case NAMESPACE -> bothNamespaces.add(value);
            case FROM_NAMESPACE -> sourceNamespaces.add(value);
            case TO_NAMESPACE -> destinationNamespaces.add(value);
            case ALL_NAMESPACES -> bothNamespaces.add("");
            case FROM_ALL_NAMESPACES -> sourceNamespaces.add("");
            case TO_ALL_NAMESPACES -> destinationNamespaces.add("");
            default -> {}
        }
    }

    /**
     * Returns the filters for all flags that were added.
     *
     * @throws FlagException if the namespace of a pod or service is not one of the namespaces in the flags
     */
    List<FlowFilter> filters() {
        if (seen.isEmpty()) {
            return List.of();
        }
        FlowFilter.Builder first = left.clone();
        FlowFilter.Builder second = right.clone();
        narrowSource(first, bothNamespaces);
        narrowDestination(second, bothNamespaces);
        for (FlowFilter.Builder filter : List.of(first, second)) {
            narrowSource(filter, sourceNamespaces);
            narrowDestination(filter, destinationNamespaces);
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
            List<String> services = narrow(filter.getSourceServiceList(), namespaces);
            boolean alone = services.isEmpty() && filter.getSourcePodCount() == 0;
            List<String> pods = alone ? whole(namespaces) : narrow(filter.getSourcePodList(), namespaces);
            filter.clearSourceService().addAllSourceService(services);
            filter.clearSourcePod().addAllSourcePod(pods);
        }
    }

    private static void narrowDestination(FlowFilter.Builder filter, List<String> namespaces) {
        if (!namespaces.isEmpty()) {
            List<String> services = narrow(filter.getDestinationServiceList(), namespaces);
            boolean alone = services.isEmpty() && filter.getDestinationPodCount() == 0;
            List<String> pods = alone ? whole(namespaces) : narrow(filter.getDestinationPodList(), namespaces);
            filter.clearDestinationService().addAllDestinationService(services);
            filter.clearDestinationPod().addAllDestinationPod(pods);
        }
    }

    /** Returns the filter values that match every pod of the namespaces. */
    private static List<String> whole(List<String> namespaces) {
        return namespaces.stream().map(namespace -> namespace + "/").toList();
    }

    private static List<String> narrow(List<String> names, List<String> namespaces) {
        List<String> narrowed = new ArrayList<>();
        for (String name : names) {
            int slash = name.indexOf('/');
            if (slash < 0) {
                namespaces.forEach(namespace -> narrowed.add(namespace + "/" + name));
            } else if (namespaces.contains(name.substring(0, slash))) {
                narrowed.add(name);
            } else {
                throw new FlagException("namespace conflict: \"" + String.join(", ", namespaces)
                        + "\" does not contain \"" + name + "\"");
            }
        }
        return narrowed;
    }
}
