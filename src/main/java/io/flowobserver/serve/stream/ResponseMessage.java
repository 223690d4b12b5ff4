// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.text.ProtoJson;
import io.flowobserver.flow.wire.FlowMask;
import io.flowobserver.flow.wire.Wire;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.ring.LossNote;
import org.jspecify.annotations.Nullable;

/**
 * The wire bytes of one {@code observer.GetFlowsResponse}, or of a response with an agent or debug event.
 *
 * <p>Each event loop has one instance and fills it again for each message, so receivers copy the bytes. The buffer
 * grows to the size of the largest message. Only its event loop uses it.
 */
public final class ResponseMessage {
    private static final int FLOW_FIELD = 1;
    /** The field of the event, which is the same for agent and debug events. */
    private static final int EVENT_FIELD = 1;

    private static final int LOST_EVENTS_FIELD = 3;
    private static final int NODE_NAME_FIELD = 1000;
    private static final int TIME_FIELD = 1001;
    private static final int CPU_FIELD = 3;
    private static final int FIRST_FIELD = 4;
    private static final int LAST_FIELD = 5;

    /** Room for the tag and the length before a flow. They are written when the length is known. */
    private static final int HEAD = 1 + Wire.MAX_VARINT;
    /** Room for the parts after a flow except the node's name: two tags, a length and a timestamp. */
    private static final int TAIL = 64;

    private static final byte[] NO_NAME = {};

    private final FlowEncoder encoder;
    private byte[] bytes = new byte[8192];
    private int offset;
    private int end;

    public ResponseMessage(FlowEncoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Fills this with the response for a flow. The mask limits the fields of the flow; null keeps all. The node's name
     * and the time of the response are always kept.
     */
    void flow(FlowView flow, @Nullable FlowMask mask) {
        Node node = flow.node();
        byte[] nodeName = node == null ? NO_NAME : node.nameUtf8();
        int growth = mask == null ? 0 : mask.growth();
        reserve(HEAD + growth + FlowEncoder.maxLength(flow) + nodeName.length + TAIL);
        end = encoder.encode(flow, bytes, HEAD + growth);
        end = mask == null ? end : mask.apply(bytes, HEAD + growth, end, HEAD);
        int length = end - HEAD;
        offset = HEAD - 1 - Wire.varintLength(length);
        Wire.varint(bytes, Wire.tag(bytes, offset, FLOW_FIELD, Wire.LENGTH_DELIMITED), length);
        end = Wire.text(bytes, end, NODE_NAME_FIELD, nodeName);
        end = FlowEncoder.timestamp(flow.timeNanos(), TIME_FIELD, bytes, end);
    }

    /** Fills this with the response of GetAgentEvents or GetDebugEvents for an event. */
    public void notice(Notice notice, byte[] localNodeName) {
        byte[] event = notice.encoded();
        reserve(HEAD + event.length + localNodeName.length + TAIL);
        offset = 0;
        end = Wire.delimited(bytes, offset, EVENT_FIELD, event);
        end = Wire.text(bytes, end, NODE_NAME_FIELD, localNodeName);
        end = FlowEncoder.timestamp(notice.timeNanos(), TIME_FIELD, bytes, end);
    }

    /** Fills this with the response that reports a loss. */
    void lost(LossNote note, byte[] localNodeName, long timeNanos) {
        reserve(2 * TAIL + localNodeName.length + TAIL);
        int body = 2 * TAIL;
        int bodyEnd = lostEvent(note, body);
        offset = 0;
        end = Wire.tag(bytes, offset, LOST_EVENTS_FIELD, Wire.LENGTH_DELIMITED);
        end = Wire.varint(bytes, end, bodyEnd - body);
        System.arraycopy(bytes, body, bytes, end, bodyEnd - body);
        end += bodyEnd - body;
        end = Wire.text(bytes, end, NODE_NAME_FIELD, localNodeName);
        end = FlowEncoder.timestamp(timeNanos, TIME_FIELD, bytes, end);
    }

    /** Fills this with the bytes of a response. */
    void set(byte[] from, int at, int length) {
        reserve(length);
        System.arraycopy(from, at, bytes, 0, length);
        offset = 0;
        end = length;
    }

    /** Appends the response as one line of JSON. */
    public void appendJson(ProtoJson json, StringBuilder out) {
        json.append(out, GetFlowsResponse.getDescriptor(), bytes, offset, end - offset);
    }

    /** Returns the length of the message in bytes. */
    public int length() {
        return end - offset;
    }

    /** Copies the bytes and returns the offset after them. */
    public int copyTo(byte[] out, int at) {
        System.arraycopy(bytes, offset, out, at, end - offset);
        return at + end - offset;
    }

    private int lostEvent(LossNote note, int at) {
        at = Wire.number(bytes, at, 1, note.source());
        at = Wire.number(bytes, at, 2, note.count());
        if (note.cpu() != LossNote.NO_CPU) {
            int body = Wire.tag(bytes, at, CPU_FIELD, Wire.LENGTH_DELIMITED) + 1;
            at = Wire.number(bytes, body, 1, note.cpu());
            bytes[body - 1] = (byte) (at - body);
        }
        at = note.isFirstKnown() ? FlowEncoder.timestamp(note.firstNanos(), FIRST_FIELD, bytes, at) : at;
        return note.isLastKnown() ? FlowEncoder.timestamp(note.lastNanos(), LAST_FIELD, bytes, at) : at;
    }

    private void reserve(int length) {
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, 8192)];
        }
    }
}
