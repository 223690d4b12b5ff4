// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.text.FlowText;
import io.flowobserver.proto.flow.EventTypeFilter;
import java.util.List;
import java.util.Map;

/** The event types of the Cilium monitor and their sub-types, as numbers and names. Parses {@code --type}. */
public final class EventTypes {

    private static final Map<String, Integer> TYPES = Map.of(
            "drop", MessageType.DROP,
            "debug", MessageType.DEBUG,
            "capture", MessageType.CAPTURE,
            "trace", MessageType.TRACE,
            "policy-verdict", MessageType.POLICY_VERDICT,
            "trace-sock", MessageType.TRACE_SOCK,
            "l7", MessageType.ACCESS_LOG,
            "agent", MessageType.AGENT);

    /** The index of a name is the monitor's number. The hubble CLI sends the same numbers. */
    private static final List<String> AGENT_EVENTS = List.of(
            "unspecified",
            "message",
            "agent-started",
            "endpoint-regenerate-success",
            "endpoint-regenerate-failure",
            "policy-updated",
            "policy-deleted",
            "endpoint-created",
            "endpoint-deleted",
            "ipcache-upserted",
            "ipcache-deleted");

    private EventTypes() {}

    /** Appends the name of a trace observation point, or its number if it has no name. */
    public static void appendTracePoint(StringBuilder out, int subType) {
        if (subType >= 0 && subType < FlowText.TRACE_POINTS.size()) {
            out.append(FlowText.TRACE_POINTS.get(subType));
        } else {
            out.append(subType);
        }
    }

    /**
     * Parses {@code TYPE} or {@code TYPE:SUBTYPE}. Each part is a name or a number.
     *
     * @throws FlagException if a part is neither
     */
    static EventTypeFilter parse(String text) {
        int colon = text.indexOf(':');
        String type = colon < 0 ? text : text.substring(0, colon);
        EventTypeFilter.Builder filter = EventTypeFilter.newBuilder().setType(type(type));
        if (colon >= 0) {
            filter.setMatchSubType(true).setSubType(subType(filter.getType(), text.substring(colon + 1)));
        }
        return filter.build();
    }

    private static int type(String text) {
        Integer known = TYPES.get(text);
        if (known != null) {
            return known;
        }
        int number = number(text);
        if (number < 0) {
            throw FlagException.unknown(
                    "neither a number nor a known event type: \"" + text + "\"",
                    text,
                    TYPES.keySet().stream().sorted().toList());
        }
        return number;
    }

    private static int subType(int type, String text) {
        List<String> names = type == MessageType.TRACE
                ? FlowText.TRACE_POINTS
                : type == MessageType.AGENT ? AGENT_EVENTS : List.of();
        int position = names.indexOf(text);
        int number = position >= 0 ? position : number(text);
        if (number < 0) {
            String what = "neither a number nor a known event sub-type: \"" + text + "\"";
            throw names.isEmpty()
                    ? new FlagException(what + ", use a number")
                    : FlagException.unknown(what, text, names);
        }
        return number;
    }

    /** Returns the number in the text, or -1 if the text is not a number. */
    private static int number(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}
