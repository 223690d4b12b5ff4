// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import com.google.protobuf.Timestamp;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.flow.text.TimeFormat;
import io.flowobserver.flow.text.Times;
import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import java.util.List;

/**
 * The text of agent events, in the format of the hubble CLI. The traffic policies of services were not compared with
 * it.
 */
public final class AgentEventText implements EventText<GetAgentEventsResponse> {
    private final Times times;

    /** Creates the texts, with times in this format. */
    public AgentEventText(TimeFormat timeFormat) {
        this.times = new Times(timeFormat);
    }

    @Override
    public Origin origin(GetAgentEventsResponse answer) {
        return new Origin(answer.hasTime() ? answer.getTime() : null, answer.getNodeName());
    }

    @Override
    public List<String> heads() {
        return List.of("TYPE", "DETAILS");
    }

    @Override
    public List<String> cells(GetAgentEventsResponse answer) {
        return List.of(type(answer), details(answer));
    }

    @Override
    public List<Field> fields(GetAgentEventsResponse answer) {
        return List.of(new Field("TYPE", type(answer)), new Field("DETAILS", details(answer)));
    }

    @Override
    public String line(GetAgentEventsResponse answer) {
        return type(answer) + " (" + details(answer) + ")";
    }

    private static String type(GetAgentEventsResponse answer) {
        AgentEvent event = answer.getAgentEvent();
        return EnumText.of(event.getType(), event.getTypeValue());
    }

    private String details(GetAgentEventsResponse answer) {
        AgentEvent event = answer.getAgentEvent();
        String details = isOfItsType(event) ? AgentEventDetails.of(event, this::stamp) : "UNKNOWN";
        return SafeText.of(details);
    }

    private String stamp(Timestamp time) {
        StringBuilder out = new StringBuilder();
        times.appendStamp(out, true, time);
        return out.toString();
    }

    /** Returns whether the notification has the form that belongs to the event's type. */
    private static boolean isOfItsType(AgentEvent event) {
        return switch (event.getType()) {
            case AGENT_EVENT_UNKNOWN -> event.hasUnknown();
            case AGENT_STARTED -> event.hasAgentStart();
            case POLICY_UPDATED, POLICY_DELETED -> event.hasPolicyUpdate();
            case ENDPOINT_REGENERATE_SUCCESS, ENDPOINT_REGENERATE_FAILURE -> event.hasEndpointRegenerate();
            case ENDPOINT_CREATED, ENDPOINT_DELETED -> event.hasEndpointUpdate();
            case IPCACHE_UPSERTED, IPCACHE_DELETED -> event.hasIpcacheUpdate();
            case SERVICE_UPSERTED -> event.hasServiceUpsert();
            case SERVICE_DELETED -> event.hasServiceDelete();
            default -> false;
        };
    }
}
