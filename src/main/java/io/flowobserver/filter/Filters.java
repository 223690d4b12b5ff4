// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.FlowView;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;
import java.util.function.Predicate;

/**
 * Compiles filters. A flow passes if a filter of the whitelist matches or there is none, and no filter of the blacklist
 * does; a filter matches if each of its fields does, and a field if one of its values does.
 *
 * <p>Immutable, any thread; so are the predicates.
 */
public final class Filters {
    /** Lets every flow pass; what no filters at all compile to. */
    public static final Predicate<FlowView> EVERYTHING = flow -> true;

    private final FlowUuid uuids;

    /**
     * @param uuids what gives the flows in question their uuids
     */
    public Filters(FlowUuid uuids) {
        this.uuids = uuids;
    }

    /**
     * Compiles the whole whitelist, then the blacklist; the first fault counts.
     *
     * @throws FilterException if a filter is invalid or not supported
     */
    public Predicate<FlowView> compile(List<FlowFilter> whitelist, List<FlowFilter> blacklist) throws FilterException {
        Predicate<FlowView> wanted = whitelist.isEmpty() ? EVERYTHING : anyOf(whitelist);
        if (blacklist.isEmpty()) {
            return wanted;
        }
        Predicate<FlowView> unwanted = anyOf(blacklist);
        return wanted == EVERYTHING ? unwanted.negate() : flow -> wanted.test(flow) && !unwanted.test(flow);
    }

    private Predicate<FlowView> anyOf(List<FlowFilter> filters) throws FilterException {
        Conjunction[] compiled = new Conjunction[filters.size()];
        for (int i = 0; i < compiled.length; i++) {
            compiled[i] = compile(filters.get(i));
        }
        if (compiled.length == 1) {
            return compiled[0];
        }
        return flow -> {
            for (Conjunction filter : compiled) {
                if (filter.test(flow)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** The order is the reference's, so that of several faults the same one is reported. */
    private Conjunction compile(FlowFilter filter) throws FilterException {
        var all = new Conjunction.Builder();
        UuidFilter.add(filter, uuids, all);
        EventTypeTest.add(filter, all);
        OutcomeFilter.add(filter, all);
        EncryptionFilter.add(filter, all);
        IdentityFilter.add(filter, all);
        ProtocolFilter.add(filter, all);
        AddressFilter.add(filter, all);
        PodFilter.add(filter, all);
        WorkloadFilter.add(filter, all);
        ServiceFilter.add(filter, all);
        NameFilter.add(filter, all);
        LabelFilter.add(filter, all);
        PortFilter.add(filter, all);
        HttpFilter.add(filter, all);
        TcpFlagsFilter.add(filter, all);
        NodeNameFilter.add(filter, all);
        ClusterFilter.add(filter, all);
        IpVersionFilter.add(filter, all);
        TraceIdFilter.addTraceId(filter, all);
        DirectionFilter.add(filter, all);
        if (filter.getExperimental().getCelExpressionCount() > 0) {
            throw FilterException.unsupported("experimental.cel_expression");
        }
        InterfaceFilter.add(filter, all);
        TraceIdFilter.addIpTraceId(filter, all);
        return all.build();
    }
}
