// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.notice;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.agent.AgentNotice;
import io.flowobserver.event.agent.AgentNoticeReader;
import io.flowobserver.flow.text.GoTime;
import io.flowobserver.flow.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Converts agent notifications to {@code flow.AgentEvent} messages. Stateless and thread-safe. */
public final class AgentDecoder {
    private static final int UNKNOWN_FIELD = 100;
    private static final int START_FIELD = 101;
    private static final int POLICY_FIELD = 102;
    private static final int REGENERATION_FIELD = 103;
    private static final int ENDPOINT_FIELD = 104;
    private static final int IPCACHE_FIELD = 105;
    private static final int SHORT_HEAD = 32;

    private AgentDecoder() {}

    /** Returns the encoded event, or null if the bytes are not a valid notification. */
    public static byte @Nullable [] decode(EventBytes bytes) {
        AgentNotice notice = AgentNoticeReader.read(bytes);
        return notice == null ? null : encoded(notice);
    }

    private static byte[] encoded(AgentNotice notice) {
        int number = (int) notice.number();
        AgentNotice.Content content = notice.content();
        if (content instanceof AgentNotice.Start start) {
            return event(number, START_FIELD, body(start));
        }
        if (content instanceof AgentNotice.PolicyChange change) {
            return event(number, POLICY_FIELD, body(change));
        }
        if (content instanceof AgentNotice.Regeneration made) {
            return event(number, REGENERATION_FIELD, body(made));
        }
        if (content instanceof AgentNotice.EndpointChange change) {
            return event(number, ENDPOINT_FIELD, body(change));
        }
        if (content instanceof AgentNotice.IpcacheChange change) {
            return event(number, IPCACHE_FIELD, body(change));
        }
        return unknown(notice.number(), (AgentNotice.Other) content);
    }

    private static byte[] event(int number, int field, ProtoMessageWriter body) {
        return new ProtoMessageWriter()
                .number(1, type(number))
                .message(field, body)
                .toArray();
    }

    private static ProtoMessageWriter body(AgentNotice.Start start) {
        GoTime time = GoTime.parse(new String(start.time(), StandardCharsets.UTF_8));
        if (time == null) {
            return new ProtoMessageWriter();
        }
        ProtoMessageWriter timestamp =
                new ProtoMessageWriter().number(1, time.seconds()).number(2, time.nanos());
        return new ProtoMessageWriter().message(1, timestamp);
    }

    private static ProtoMessageWriter body(AgentNotice.PolicyChange change) {
        return new ProtoMessageWriter()
                .texts(1, change.labels())
                .number(2, change.revision())
                .number(3, change.ruleCount());
    }

    private static ProtoMessageWriter body(AgentNotice.Regeneration made) {
        return new ProtoMessageWriter()
                .number(1, made.id())
                .texts(2, made.labels())
                .text(3, made.error());
    }

    private static ProtoMessageWriter body(AgentNotice.EndpointChange change) {
        return new ProtoMessageWriter()
                .number(1, change.id())
                .texts(2, change.labels())
                .text(3, change.error())
                .text(4, change.podName())
                .text(5, change.namespace());
    }

    private static ProtoMessageWriter body(AgentNotice.IpcacheChange change) {
        ProtoMessageWriter body =
                new ProtoMessageWriter().text(1, change.cidr()).number(2, Integer.toUnsignedLong(change.identity()));
        Integer oldIdentity = change.oldIdentity();
        if (oldIdentity != null) {
            body.message(3, new ProtoMessageWriter().number(1, Integer.toUnsignedLong(oldIdentity)));
        }
        return body.text(4, change.hostAddress())
                .text(5, change.oldHostAddress())
                .number(6, change.encryptKey())
                .text(7, change.namespace())
                .text(8, change.podName());
    }

    /** The JSON text can be six times as long as its source, so it is copied only once. */
    private static byte[] unknown(long number, AgentNotice.Other other) {
        byte[] json = other.json();
        byte[] inner = new byte[SHORT_HEAD];
        int innerLength = Wire.text(inner, 0, 1, Wire.utf8(Long.toString(number)));
        innerLength = Wire.tag(inner, innerLength, 2, Wire.LENGTH_DELIMITED);
        innerLength = Wire.varint(inner, innerLength, json.length);
        byte[] outer = new byte[SHORT_HEAD];
        int outerLength = Wire.tag(outer, 0, UNKNOWN_FIELD, Wire.LENGTH_DELIMITED);
        outerLength = Wire.varint(outer, outerLength, innerLength + json.length);
        byte[] event = Arrays.copyOf(outer, outerLength + innerLength + json.length);
        System.arraycopy(inner, 0, event, outerLength, innerLength);
        System.arraycopy(json, 0, event, outerLength + innerLength, json.length);
        return event;
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
