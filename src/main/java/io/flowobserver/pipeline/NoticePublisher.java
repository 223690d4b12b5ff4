// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.decode.notice.AgentDecoder;
import io.flowobserver.decode.notice.DebugDecoder;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.ring.NoticeRing;
import org.jspecify.annotations.Nullable;

/** Publishes the events that are not flows to their rings. Only one thread may use it at a time. */
final class NoticePublisher {
    private final DebugDecoder debugDecoder = new DebugDecoder();
    private final NoticeRing agent;
    private final NoticeRing debug;

    NoticePublisher(NoticeRing agent, NoticeRing debug) {
        this.agent = agent;
        this.debug = debug;
    }

    /** Returns how many were published since start. */
    long written() {
        return agent.written() + debug.written();
    }

    /** Publishes a notification of the agent. Returns null, or the error if the notification is malformed. */
    @Nullable
    Malformed agent(long timeNanos, EventBytes bytes) {
        byte[] encoded = AgentDecoder.decode(bytes);
        if (encoded == null) {
            return Malformed.AGENT;
        }
        agent.write(new Notice(timeNanos, encoded));
        return null;
    }

    /** Publishes a debug message. Returns null, or the error if the message is malformed. */
    @Nullable
    Malformed debug(long timeNanos, int cpu, EventBytes bytes, Generation generation, Snapshot snapshot) {
        Malformed reason = debugDecoder.decode(bytes, cpu, generation);
        if (reason == null) {
            byte[] source = snapshot.encodedEndpoint(debugDecoder.source());
            debug.write(new Notice(timeNanos, debugDecoder.encoded(source)));
        }
        return reason;
    }
}
