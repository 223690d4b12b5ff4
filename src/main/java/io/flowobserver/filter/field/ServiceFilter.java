// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.QualifiedPrefix;
import io.flowobserver.filter.predicate.Conjunction;
import io.flowobserver.filter.predicate.Side;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/** {@code source_service} and {@code destination_service}, written like pods. */
public final class ServiceFilter {
    private ServiceFilter() {}

    public static void add(FlowFilter filter, Conjunction.Builder all) throws FilterException {
        add(Side.SOURCE, filter.getSourceServiceList(), all);
        add(Side.DESTINATION, filter.getDestinationServiceList(), all);
    }

    private static void add(Side side, List<String> services, Conjunction.Builder all) throws FilterException {
        if (services.isEmpty()) {
            return;
        }
        try {
            QualifiedPrefix[] wanted = QualifiedPrefix.of(services);
            all.add(Conjunction.Cost.REFERENCES, flow -> {
                Service service = side.service(flow);
                return service != null && QualifiedPrefix.any(wanted, service.namespace(), service.name());
            });
        } catch (FilterException invalid) {
            throw invalid.in("invalid " + side + " service filter");
        }
    }
}
