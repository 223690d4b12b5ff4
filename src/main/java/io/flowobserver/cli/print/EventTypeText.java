// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.SafeText;
import io.flowobserver.filter.flags.EventTypes;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.text.DropText;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.Layer7;
import io.flowobserver.proto.flow.SocketTranslationPoint;
import java.util.Locale;

/** The text for the type of a flow's event: {@code to-endpoint}, {@code Policy denied}, {@code dns-request proxy}. */
final class EventTypeText {
    private static final String[] POLICY_MATCHES = {
        "none", "L3-Only", "L3-L4", "L4-Only", "all", "L3-Proto", "Proto-Only",
    };

    private EventTypeText() {}

    static void append(StringBuilder out, Flow flow) {
        if (flow.hasL7()) {
            appendL7(out, flow.getL7());
            return;
        }
        int subType = flow.getEventType().getSubType();
        switch (flow.getEventType().getType()) {
            case MessageType.DROP -> appendDrop(out, subType);
            case MessageType.CAPTURE ->
                EnumText.append(out, flow.getDebugCapturePoint(), flow.getDebugCapturePointValue());
            case MessageType.TRACE -> EventTypes.appendTracePoint(out, subType);
            case MessageType.POLICY_VERDICT -> appendPolicyVerdict(out, flow);
            case MessageType.TRACE_SOCK -> appendSocketPoint(out, subType);
            default -> out.append("UNKNOWN");
        }
    }

    static boolean isPolicyVerdict(Flow flow) {
        return flow.getEventType().getType() == MessageType.POLICY_VERDICT;
    }

    private static void appendL7(StringBuilder out, Layer7 l7) {
        String protocol =
                switch (l7.getRecordCase()) {
                    case HTTP -> "http";
                    case DNS -> "dns";
                    case KAFKA -> "kafka";
                    default -> "l7";
                };
        out.append(protocol).append('-');
        switch (l7.getType()) {
            case REQUEST -> out.append("request");
            case RESPONSE -> out.append("response");
            case SAMPLE -> out.append("sample");
            default -> out.append(l7.getType().name().toLowerCase(Locale.ROOT));
        }
        if (l7.hasDns()) {
            out.append(' ');
            SafeText.append(out, l7.getDns().getObservationSource());
        }
    }

    /**
     * A code without a text is printed with the extended error after it. A Flow does not carry that error, so it is 0.
     */
    private static void appendDrop(StringBuilder out, int code) {
        String text = DropText.of(code);
        if (text.isEmpty()) {
            out.append(code).append(", 0");
        } else {
            out.append(text);
        }
    }

    private static void appendPolicyVerdict(StringBuilder out, Flow flow) {
        int match = flow.getPolicyMatchType();
        out.append("policy-verdict:")
                .append(match >= 0 && match < POLICY_MATCHES.length ? POLICY_MATCHES[match] : "unknown")
                .append(' ');
        EnumText.append(out, flow.getTrafficDirection(), flow.getTrafficDirectionValue());
    }

    /** The sub-type is in the default field mask, and {@code sock_xlate_point} is not. */
    private static void appendSocketPoint(StringBuilder out, int point) {
        switch (point) {
            case SocketTranslationPoint.SOCK_XLATE_POINT_PRE_DIRECTION_FWD_VALUE -> out.append("pre-xlate-fwd");
            case SocketTranslationPoint.SOCK_XLATE_POINT_POST_DIRECTION_FWD_VALUE -> out.append("post-xlate-fwd");
            case SocketTranslationPoint.SOCK_XLATE_POINT_PRE_DIRECTION_REV_VALUE -> out.append("pre-xlate-rev");
            case SocketTranslationPoint.SOCK_XLATE_POINT_POST_DIRECTION_REV_VALUE -> out.append("post-xlate-rev");
            default -> out.append("SOCK_XLATE_POINT_UNKNOWN");
        }
    }
}
