// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.reader.NoticeQuery;

/** Validates {@code GetAgentEventsRequest}s and {@code GetDebugEventsRequest}s. Thread-safe. */
final class NoticeQueryParser {
    private NoticeQueryParser() {}

    /**
     * Validates a request.
     *
     * @throws InvalidRequest with the status that ends the call
     */
    static NoticeQuery parse(GetAgentEventsRequest request) throws InvalidRequest {
        FlowQueryParser.refuseFirstWithFollow(request.getFirst(), request.getFollow());
        return new NoticeQuery(
                FlowQueryParser.atMost(request.getNumber()),
                request.getFirst(),
                request.getFollow(),
                request.hasSince() ? FlowQueryParser.nanos(request.getSince()) : Long.MIN_VALUE,
                request.hasUntil() ? FlowQueryParser.nanos(request.getUntil()) : Long.MAX_VALUE);
    }

    /**
     * Validates a request.
     *
     * @throws InvalidRequest with the status that ends the call
     */
    static NoticeQuery parse(GetDebugEventsRequest request) throws InvalidRequest {
        GetAgentEventsRequest.Builder same = GetAgentEventsRequest.newBuilder()
                .setNumber(request.getNumber())
                .setFirst(request.getFirst())
                .setFollow(request.getFollow());
        if (request.hasSince()) {
            same.setSince(request.getSince());
        }
        if (request.hasUntil()) {
            same.setUntil(request.getUntil());
        }
        return parse(same.build());
    }
}
