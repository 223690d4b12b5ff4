// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.proto.flow.EventTypeFilter;
import io.flowobserver.proto.flow.FlowFilter;

/** The {@code http_*} fields: only checked so far, and then refused. */
final class HttpFilter {
    private static final int L7_EVENT = 129;

    private HttpFilter() {}

    static void add(FlowFilter filter, Conjunction.Builder all) throws FilterException {
        refuse(filter, filter.getHttpStatusCodeCount(), "http status code", "http_status_code");
        refuse(filter, filter.getHttpMethodCount(), "http method", "http_method");
        refuse(filter, filter.getHttpPathCount(), "http path", "http_path");
        refuse(filter, filter.getHttpUrlCount(), "http url", "http_url");
        refuse(filter, filter.getHttpHeaderCount(), "http headers", "http_header");
    }

    private static void refuse(FlowFilter filter, int count, String what, String field) throws FilterException {
        if (count == 0) {
            return;
        }
        boolean l7Asked = filter.getEventTypeCount() == 0
                || filter.getEventTypeList().stream()
                        .mapToInt(EventTypeFilter::getType)
                        .anyMatch(type -> type == L7_EVENT);
        if (!l7Asked) {
            throw FilterException.invalid(
                    "filtering by " + what + " requires the event type filter to only match 'l7' events");
        }
        throw FilterException.unsupported(field);
    }
}
