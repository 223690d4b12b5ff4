// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.notice;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.agent.AgentNotice;
import io.flowobserver.event.agent.AgentNoticeReader;
import io.flowobserver.flow.text.GoTime;
import io.flowobserver.flow.wire.WireMessage;
import org.jspecify.annotations.Nullable;

/** Converts agent notifications to {@code flow.AgentEvent} messages. Stateless and thread-safe. */
public final class AgentDecoder {
    private static final int UNKNOWN_FIELD = 100;
    private static final int START_FIELD = 101;
    private static final int POLICY_FIELD = 102;
    private static final int REGENERATION_FIELD = 103;
    private static final int ENDPOINT_FIELD = 104;
    private static final int IPCACHE_FIELD = 105;

    private AgentDecoder() {}

    /** Returns the encoded event, or null if the bytes are not a valid notification. */
    public static byte @Nullable [] decode(EventBytes bytes) {
        AgentNotice notice = AgentNoticeReader.read(bytes);
        return notice == null ? null : WireMessage.of(event -> writeTo(event, notice));
    }

    private static void writeTo(WireMessage event, AgentNotice notice) {
        AgentNotice.Content content = notice.content();
        if (content instanceof AgentNotice.Other other) {
            event.pair(UNKNOWN_FIELD, Long.toString(notice.number()), other.json());
            return;
        }
        event.number(1, type((int) notice.number()));
        if (content instanceof AgentNotice.Start start) {
            event.message(START_FIELD, body -> writeTo(body, start));
        } else if (content instanceof AgentNotice.PolicyChange change) {
            event.message(POLICY_FIELD, body -> writeTo(body, change));
        } else if (content instanceof AgentNotice.Regeneration made) {
            event.message(REGENERATION_FIELD, body -> writeTo(body, made));
        } else if (content instanceof AgentNotice.EndpointChange change) {
            event.message(ENDPOINT_FIELD, body -> writeTo(body, change));
        } else if (content instanceof AgentNotice.IpcacheChange change) {
            event.message(IPCACHE_FIELD, body -> writeTo(body, change));
        }
    }

    private static void writeTo(WireMessage body, AgentNotice.Start start) {
        GoTime time = GoTime.parse(start.time());
        if (time != null) {
            body.message(1, timestamp -> {
                timestamp.number(1, time.seconds());
                timestamp.number(2, time.nanos());
            });
        }
    }

    private static void writeTo(WireMessage body, AgentNotice.PolicyChange change) {
        body.texts(1, change.labels());
        body.number(2, change.revision());
        body.number(3, change.ruleCount());
    }

    private static void writeTo(WireMessage body, AgentNotice.Regeneration made) {
        body.number(1, made.id());
        body.texts(2, made.labels());
        body.text(3, made.error());
    }

    private static void writeTo(WireMessage body, AgentNotice.EndpointChange change) {
        body.number(1, change.id());
        body.texts(2, change.labels());
        body.text(3, change.error());
        body.text(4, change.podName());
        body.text(5, change.namespace());
    }

    private static void writeTo(WireMessage body, AgentNotice.IpcacheChange change) {
        body.text(1, change.cidr());
        body.number(2, Integer.toUnsignedLong(change.identity()));
        Integer oldIdentity = change.oldIdentity();
        if (oldIdentity != null) {
            body.message(3, old -> old.number(1, Integer.toUnsignedLong(oldIdentity)));
        }
        body.text(4, change.hostAddress());
        body.text(5, change.oldHostAddress());
        body.number(6, change.encryptKey());
        body.text(7, change.namespace());
        body.text(8, change.podName());
    }

    /** Returns the API's number of a notification type, which differs from the agent's number. */
    private static int type(int number) {
        return switch (number) {
            case AgentNotice.POLICY_UPDATED -> 3;
            case AgentNotice.POLICY_DELETED -> 4;
            case AgentNotice.ENDPOINT_REGENERATED -> 5;
            case AgentNotice.ENDPOINT_NOT_REGENERATED -> 6;
            default -> number;
        };
    }
}
