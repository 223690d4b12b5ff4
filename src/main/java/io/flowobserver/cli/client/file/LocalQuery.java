// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.file;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.filter.Filters;
import io.flowobserver.filter.FlowMatcher;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.ProtoRows;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Decides which responses match a request, as a server would. For one thread. */
final class LocalQuery {
    private final GetFlowsRequest request;
    private final List<Rule> wanted;
    private final List<Rule> unwanted;

    /** A filter. Here the uuid of a flow is text, which a server computes. */
    private record Rule(Set<String> uuids, FlowMatcher rest) {
        boolean matches(Flow flow, FlowView row) {
            return (uuids.isEmpty() || uuids.contains(flow.getUuid())) && rest.test(row);
        }
    }

    /**
     * Compiles the filters.
     *
     * @throws UserError if one is invalid
     */
    LocalQuery(GetFlowsRequest request) {
        this.request = request;
        Filters filters = new Filters(new FlowUuid());
        try {
            this.wanted = compile(request.getWhitelistList(), filters);
            this.unwanted = compile(request.getBlacklistList(), filters);
        } catch (FilterException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    boolean matches(GetFlowsResponse response) {
        if (!isInTime(response.getTime())) {
            return false;
        }
        if (wanted.isEmpty() && unwanted.isEmpty()) {
            return true;
        }
        if (!response.hasFlow()) {
            return wanted.isEmpty();
        }
        Flow flow = response.getFlow();
        FlowView row = ProtoRows.view(flow);
        return (wanted.isEmpty() || wanted.stream().anyMatch(rule -> rule.matches(flow, row)))
                && unwanted.stream().noneMatch(rule -> rule.matches(flow, row));
    }

    private boolean isInTime(Timestamp time) {
        return (!request.hasSince() || Timestamps.comparator().compare(time, request.getSince()) >= 0)
                && (!request.hasUntil() || Timestamps.comparator().compare(time, request.getUntil()) <= 0);
    }

    private static List<Rule> compile(List<FlowFilter> filters, Filters compiler) throws FilterException {
        List<Rule> rules = new ArrayList<>();
        for (FlowFilter filter : filters) {
            FlowFilter rest = filter.toBuilder().clearUuid().build();
            rules.add(new Rule(Set.copyOf(filter.getUuidList()), compiler.compile(List.of(rest), List.of())));
        }
        return rules;
    }
}
