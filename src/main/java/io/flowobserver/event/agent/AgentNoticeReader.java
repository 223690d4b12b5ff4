// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.agent.AgentNotice.Content;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a notification of the agent from JSON: {@code {"type": number, "notification_kind": "policy_update",
 * "notification": {...}}}. Fields that are not known are passed over, those that are null or missing count as empty.
 */
public final class AgentNoticeReader {
    private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;
    private static final byte[] NOTHING = {};

    private final JsonScanner in;

    private AgentNoticeReader(JsonScanner in) {
        this.in = in;
    }

    /** The notification, or null if the bytes are none. */
    public static @Nullable AgentNotice read(EventBytes bytes) {
        try {
            return new AgentNoticeReader(new JsonScanner(bytes.toArray())).notice();
        } catch (NotJson e) {
            return null;
        }
    }

    private AgentNotice notice() throws NotJson {
        long number = -1;
        byte[] kind = NOTHING;
        int notification = -1;
        in.enterObject();
        while (in.hasField()) {
            if (in.isField("type")) {
                number = in.unsigned(MAX_UNSIGNED_INT);
            } else if (in.isField("notification_kind")) {
                kind = in.text();
            } else {
                notification = in.isField("notification") ? in.position() : notification;
                in.skip();
            }
        }
        in.end();
        if (number < 0 || notification < 0) {
            throw new NotJson();
        }
        in.seek(notification);
        return new AgentNotice(number, content(number, new String(kind, StandardCharsets.UTF_8)));
    }

    private Content content(long number, String kind) throws NotJson {
        int start = in.position();
        if (!kind.equals(kindOf(number)) || in.isNull()) {
            in.seek(start);
            return new AgentNotice.Other(in.compacted());
        }
        return new AgentContentReader(in).read(kind);
    }

    /** The kind of structure that belongs to a number; null if none does. */
    private static @Nullable String kindOf(long number) {
        return switch ((int) number) {
            case AgentNotice.STARTED -> AgentContentReader.START;
            case AgentNotice.POLICY_UPDATED, AgentNotice.POLICY_DELETED -> AgentContentReader.POLICY;
            case AgentNotice.ENDPOINT_REGENERATED, AgentNotice.ENDPOINT_NOT_REGENERATED ->
                AgentContentReader.REGENERATION;
            case AgentNotice.ENDPOINT_CREATED, AgentNotice.ENDPOINT_DELETED -> AgentContentReader.ENDPOINT;
            case AgentNotice.IPCACHE_UPSERTED, AgentNotice.IPCACHE_DELETED -> AgentContentReader.IPCACHE;
            default -> null;
        };
    }
}
