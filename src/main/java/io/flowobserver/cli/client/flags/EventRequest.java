// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.flags;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.flowobserver.filter.flags.FlowRange;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.time.Instant;

/** A request for a range of events. */
public final class EventRequest {
    private EventRequest() {}

    /**
     * Returns the request. Unlike for flows, {@code --follow} alone also returns the last few events first.
     *
     * @param parser of the request; all requests for events have the same encoding
     */
    public static <Q> Q of(FlowRange asked, Instant now, Parser<Q> parser) {
        GetFlowsRequest.Builder range = GetFlowsRequest.newBuilder();
        asked.fill(range, now);
        if (range.getFollow() && range.getNumber() == 0 && !range.hasSince()) {
            range.setNumber(FlowRange.DEFAULT_LAST);
        }
        return parsed(parser, request(range));
    }

    private static GetAgentEventsRequest request(GetFlowsRequest.Builder range) {
        GetAgentEventsRequest.Builder request = GetAgentEventsRequest.newBuilder()
                .setNumber(range.getNumber())
                .setFirst(range.getFirst())
                .setFollow(range.getFollow());
        if (range.hasSince()) {
            request.setSince(range.getSince());
        }
        if (range.hasUntil()) {
            request.setUntil(range.getUntil());
        }
        return request.build();
    }

    private static <Q> Q parsed(Parser<Q> parser, GetAgentEventsRequest request) {
        try {
            return parser.parseFrom(request.toByteArray());
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
