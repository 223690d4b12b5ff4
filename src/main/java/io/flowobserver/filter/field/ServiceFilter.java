// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.QualifiedPrefix;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.FlowSide;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/** {@code source_service} and {@code destination_service}: a namespace and the beginning of a service's name. */
public final class ServiceFilter {
    private ServiceFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) throws FilterException {
        add(FlowSide.SOURCE, filter.getSourceServiceList(), all);
        add(FlowSide.DESTINATION, filter.getDestinationServiceList(), all);
    }

    private static void add(FlowSide side, List<String> services, AllOf.Builder all) throws FilterException {
        if (services.isEmpty()) {
            return;
        }
        try {
            QualifiedPrefix[] wanted = QualifiedPrefix.of(services);
            all.add(AllOf.Cost.REFERENCES, flow -> {
                Service service = side.service(flow);
                return service != null && QualifiedPrefix.any(wanted, service.namespace(), service.name());
            });
        } catch (FilterException invalid) {
            throw invalid.in("invalid " + side + " service filter");
        }
    }
}
