// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import com.google.re2j.Pattern;
import io.flowobserver.filter.pattern.FilterCostLimit;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.NamePattern;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.ApplicationRecords;
import io.flowobserver.filter.predicate.FlowSide;
import io.flowobserver.flow.entity.DnsRecord;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code source_fqdn} and {@code destination_fqdn}: one of the side's DNS names matches one of the patterns.
 * {@code dns_query}: the queried name matches one of the regular expressions.
 */
public final class NameFilter {
    private NameFilter() {}

    public static void add(FlowFilter filter, FilterCostLimit budget, AllOf.Builder all) throws FilterException {
        add(FlowSide.SOURCE, filter.getSourceFqdnList(), all);
        add(FlowSide.DESTINATION, filter.getDestinationFqdnList(), all);
        if (filter.getDnsQueryCount() > 0) {
            List<Pattern> wanted = new ArrayList<>();
            for (String regex : filter.getDnsQueryList()) {
                try {
                    wanted.add(budget.regex(regex));
                } catch (FilterException invalid) {
                    throw invalid.in("invalid DNS query filter: failed to compile regexp");
                }
            }
            all.add(AllOf.Cost.EXPRESSIONS, flow -> isQuery(wanted, flow));
        }
    }

    private static boolean isQuery(List<Pattern> wanted, FlowView flow) {
        DnsRecord dns = ApplicationRecords.dns(flow);
        return dns != null
                && wanted.stream()
                        .anyMatch(pattern -> pattern.matcher(dns.query()).find());
    }

    private static void add(FlowSide side, List<String> texts, AllOf.Builder all) throws FilterException {
        if (texts.isEmpty()) {
            return;
        }
        NamePattern[] wanted = new NamePattern[texts.size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = NamePattern.parse(texts.get(i));
        }
        all.add(AllOf.Cost.TEXT, flow -> {
            Names names = side.names(flow);
            return names != null && any(wanted, names.names());
        });
    }

    private static boolean any(NamePattern[] wanted, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            for (NamePattern pattern : wanted) {
                if (pattern.matches(names.get(i))) {
                    return true;
                }
            }
        }
        return false;
    }
}
