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
import io.flowobserver.flow.row.Generation;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compiles the filters of a request. A flow passes if the whitelist is empty or one of its filters matches, and no
 * filter of the blacklist matches. A filter matches if each of its fields matches. A field matches if one of its values
 * matches.
 *
 * <p>Immutable and thread-safe; the predicates are so too.
 */
public final class Filters {
    /** The limit for the encoded size of all filters of a request. */
    static final int MAX_BYTES = 256 * 1024;

    private static final int LIGHT_BYTES = 4 * 1024;

    /** Matches every flow. It is the result for a request without filters. */
    public static final FlowMatcher EVERYTHING = new FlowMatcher(flow -> true, flow -> true);

    private final FlowUuid uuids;
    private final Generation generation;

    /**
     * Creates a compiler.
     *
     * @param uuids computes the uuids of the flows that are tested
     * @param generation decides which filters exist, where releases of Cilium contradict each other
     */
    public Filters(FlowUuid uuids, Generation generation) {
        this.uuids = uuids;
        this.generation = generation;
    }

    /** Creates a compiler by the rules of {@link Generation#FOR_CLIENTS}. */
    public Filters(FlowUuid uuids) {
        this(uuids, Generation.FOR_CLIENTS);
    }

    /**
     * Returns whether the filters can take long: to compile, or more than a few microseconds for each flow. This is so
     * for CEL expressions, for regular expressions, and for more than 4 KiB of filters. It returns false for filters
     * above the size limit, because {@link #compile} rejects them without looking at them.
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

    static long size(List<FlowFilter> filters) {
        long size = 0;
        for (FlowFilter filter : filters) {
            size += filter.getSerializedSize();
        }
        return size;
    }

    /**
     * Compiles the whitelist, then the blacklist. The first error is reported. {@linkplain #areHeavy Heavy} filters
     * take up to seconds.
     *
     * @throws FilterException if a filter is invalid, or if all filters together cost too much
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

    /** Compiles the fields in the same order as Hubble, so that a filter with several errors reports the same one. */
    private AllOf compile(FlowFilter filter, FilterCostLimit budget) throws FilterException {
        var all = new AllOf.Builder();
        UuidFilter.add(filter, uuids, all);
        EventTypesFilter.add(filter, all);
        OutcomeFilter.add(filter, all);
        EncryptionFilter.add(filter, all);
        IdentityFilter.add(filter, all);
        ProtocolFilter.add(filter, generation, all);
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
