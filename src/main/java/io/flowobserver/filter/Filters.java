// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.filter.cel.CelFilter;
import io.flowobserver.filter.field.AddressFilter;
import io.flowobserver.filter.field.ClusterFilter;
import io.flowobserver.filter.field.DirectionFilter;
import io.flowobserver.filter.field.EncryptionFilter;
import io.flowobserver.filter.field.EventTypesFilter;
import io.flowobserver.filter.field.HttpFilter;
import io.flowobserver.filter.field.IdentityFilter;
import io.flowobserver.filter.field.InterfaceFilter;
import io.flowobserver.filter.field.IpVersionFilter;
import io.flowobserver.filter.field.LabelFilter;
import io.flowobserver.filter.field.NameFilter;
import io.flowobserver.filter.field.NodeNameFilter;
import io.flowobserver.filter.field.OutcomeFilter;
import io.flowobserver.filter.field.PodFilter;
import io.flowobserver.filter.field.PortFilter;
import io.flowobserver.filter.field.ProtocolFilter;
import io.flowobserver.filter.field.ServiceFilter;
import io.flowobserver.filter.field.TcpFlagsFilter;
import io.flowobserver.filter.field.TraceIdFilter;
import io.flowobserver.filter.field.UuidFilter;
import io.flowobserver.filter.field.WorkloadFilter;
import io.flowobserver.filter.pattern.FilterCostLimit;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compiles filters. A flow passes if a filter of the whitelist matches or there is none, and no filter of the blacklist
 * does; a filter matches if each of its fields does, and a field if one of its values does.
 *
 * <p>Immutable, any thread; so are the predicates.
 */
public final class Filters {
    /** Of all filters of a request, encoded. */
    static final int MAX_BYTES = 256 * 1024;

    private static final int LIGHT_BYTES = 4 * 1024;

    /** Lets every flow pass; what no filters at all compile to. */
    public static final FlowMatcher EVERYTHING = new FlowMatcher(flow -> true, flow -> true);

    private final FlowUuid uuids;

    /**
     * @param uuids what gives the flows in question their uuids
     */
    public Filters(FlowUuid uuids) {
        this.uuids = uuids;
    }

    /**
     * Whether filters may take more than an instant to compile, or more than a few microseconds for a flow: with CEL or
     * regular expressions, or a great many of them. Too many are not, for they are refused unseen.
     */
    public static boolean areHeavy(List<FlowFilter> whitelist, List<FlowFilter> blacklist) {
        long size = size(whitelist) + size(blacklist);
        return size <= MAX_BYTES
                && (size > LIGHT_BYTES
                        || Stream.concat(whitelist.stream(), blacklist.stream()).anyMatch(Filters::hasExpressions));
    }

    private static boolean hasExpressions(FlowFilter filter) {
        return filter.getExperimental().getCelExpressionCount()
                        + filter.getDnsQueryCount()
                        + filter.getHttpPathCount()
                        + filter.getHttpUrlCount()
                > 0;
    }

    private static long size(List<FlowFilter> filters) {
        long size = 0;
        for (FlowFilter filter : filters) {
            size += filter.getSerializedSize();
        }
        return size;
    }

    /**
     * Compiles the whole whitelist, then the blacklist; the first fault counts. Takes up to seconds if they
     * {@linkplain #areHeavy are heavy}.
     *
     * @throws FilterException if a filter is invalid, or all of them cost too much
     */
    public FlowMatcher compile(List<FlowFilter> whitelist, List<FlowFilter> blacklist) throws FilterException {
        if (size(whitelist) + size(blacklist) > MAX_BYTES) {
            throw FilterException.invalid("filters of more than " + MAX_BYTES + " bytes in a request");
        }
        FilterCostLimit budget = new FilterCostLimit();
        FlowMatcher wanted = whitelist.isEmpty() ? EVERYTHING : anyOf(whitelist, budget);
        if (blacklist.isEmpty()) {
            return wanted;
        }
        FlowMatcher unwanted = anyOf(blacklist, budget);
        return new FlowMatcher(wanted::glance, flow -> wanted.test(flow) && !unwanted.test(flow));
    }

    private FlowMatcher anyOf(List<FlowFilter> filters, FilterCostLimit budget) throws FilterException {
        AllOf[] compiled = new AllOf[filters.size()];
        for (int i = 0; i < compiled.length; i++) {
            compiled[i] = compile(filters.get(i), budget);
        }
        if (compiled.length == 1) {
            return new FlowMatcher(compiled[0]::glance, compiled[0]);
        }
        return new FlowMatcher(flow -> anyMayMatch(compiled, flow), flow -> anyMatches(compiled, flow));
    }

    private static boolean anyMayMatch(AllOf[] filters, FlowView flow) {
        for (AllOf filter : filters) {
            if (filter.glance(flow)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyMatches(AllOf[] filters, FlowView flow) {
        for (AllOf filter : filters) {
            if (filter.test(flow)) {
                return true;
            }
        }
        return false;
    }

    /** The order is the reference's, so that of several faults the same one is reported. */
    private AllOf compile(FlowFilter filter, FilterCostLimit budget) throws FilterException {
        var all = new AllOf.Builder();
        UuidFilter.add(filter, uuids, all);
        EventTypesFilter.add(filter, all);
        OutcomeFilter.add(filter, all);
        EncryptionFilter.add(filter, all);
        IdentityFilter.add(filter, all);
        ProtocolFilter.add(filter, all);
        AddressFilter.add(filter, all);
        PodFilter.add(filter, all);
        WorkloadFilter.add(filter, all);
        ServiceFilter.add(filter, all);
        NameFilter.add(filter, budget, all);
        LabelFilter.add(filter, all);
        PortFilter.add(filter, all);
        HttpFilter.add(filter, budget, all);
        TcpFlagsFilter.add(filter, all);
        NodeNameFilter.add(filter, all);
        ClusterFilter.add(filter, all);
        IpVersionFilter.add(filter, all);
        TraceIdFilter.addTraceId(filter, all);
        DirectionFilter.add(filter, all);
        CelFilter.add(filter, uuids, budget, all);
        InterfaceFilter.add(filter, all);
        TraceIdFilter.addIpTraceId(filter, all);
        return all.build();
    }
}
