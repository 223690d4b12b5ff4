// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.flow.Names;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/** {@code source_fqdn} and {@code destination_fqdn}: any name of that side matches any pattern. */
final class NameFilter {
    private NameFilter() {}

    static void add(FlowFilter filter, Conjunction.Builder all) throws FilterException {
        add(Side.SOURCE, filter.getSourceFqdnList(), all);
        add(Side.DESTINATION, filter.getDestinationFqdnList(), all);
        if (filter.getDnsQueryCount() > 0) {
            throw FilterException.unsupported("dns_query");
        }
    }

    private static void add(Side side, List<String> texts, Conjunction.Builder all) throws FilterException {
        if (texts.isEmpty()) {
            return;
        }
        NamePattern[] wanted = new NamePattern[texts.size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = NamePattern.parse(texts.get(i));
        }
        all.add(Conjunction.Cost.TEXT, flow -> {
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
