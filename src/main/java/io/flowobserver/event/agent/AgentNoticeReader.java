// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import com.google.gson.stream.MalformedJsonException;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.JsonRecordReader;
import io.flowobserver.event.agent.AgentNotice.Content;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a notification of the agent from JSON: {@code {"type": number, "notification_kind": "policy_update",
 * "notification": {...}}}. Unknown fields are skipped. Fields of the inner structure that are null or missing count as
 * empty.
 */
public final class AgentNoticeReader {
    private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

    private AgentNoticeReader() {}

    /** What is needed to read the inner structure, which may stand before it or after it. */
    private record Header(long number, String kind) {}

    /** The notification, or null if the bytes are not one. */
    public static @Nullable AgentNotice read(EventBytes bytes) {
        Header header = JsonRecordReader.read(bytes, AgentNoticeReader::header);
        return header == null ? null : JsonRecordReader.read(bytes, in -> notice(header, in));
    }

    private static Header header(JsonRecordReader in) throws IOException {
        long number = -1;
        String kind = "";
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "type" -> number = in.unsigned(MAX_UNSIGNED_INT);
                case "notification_kind" -> kind = in.text();
                default -> in.skip();
            }
        }
        if (number < 0) {
            throw new MalformedJsonException("no type");
        }
        return new Header(number, kind);
    }

    private static AgentNotice notice(Header header, JsonRecordReader in) throws IOException {
        Content content = null;
        in.beginObject();
        while (in.nextField()) {
            if (in.field().equals("notification")) {
                content = content(header, in);
            } else {
                in.skip();
            }
        }
        if (content == null) {
            throw new MalformedJsonException("no notification");
        }
        return new AgentNotice(header.number(), content);
    }

    private static Content content(Header header, JsonRecordReader in) throws IOException {
        if (!header.kind().equals(kindOf(header.number())) || in.isNull()) {
            return new AgentNotice.Other(in.json());
        }
        return new AgentContentReader(in).read(header.kind());
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
