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
 * The wire bytes of one {@code observer.GetFlowsResponse}, or of an answer with an agent or debug event.
 *
 * <p>One instance per event loop, filled anew for each message: whoever takes it copies the bytes. Grows to the
 * largest message ever written. Used by its event loop only.
 */
public final class ResponseMessage {
    private static final int FLOW_FIELD = 1;
    /** The event, be it the agent's or the datapath's. */
    private static final int EVENT_FIELD = 1;

    private static final int LOST_EVENTS_FIELD = 3;
    private static final int NODE_NAME_FIELD = 1000;
    private static final int TIME_FIELD = 1001;
    private static final int CPU_FIELD = 3;
    private static final int FIRST_FIELD = 4;
    private static final int LAST_FIELD = 5;

    /** Room for the tag and length that go in front of a flow once its length is known. */
    private static final int HEAD = 1 + Wire.MAX_VARINT;
    /** Room for what goes behind a flow besides the node's name: two tags, a length, a timestamp. */
    private static final int TAIL = 64;

    private static final byte[] NO_NAME = {};

    private final FlowEncoder encoder;
    private byte[] bytes = new byte[8192];
    private int offset;
    private int end;

    public ResponseMessage(FlowEncoder encoder) {
        this.encoder = encoder;
    }

    /** Makes this the answer that carries a flow, of which the fields of the mask are left, or all; node and time stay. */
    void flow(FlowView flow, @Nullable FlowMask mask) {
        Node node = flow.node();
        byte[] nodeName = node == null ? NO_NAME : node.nameUtf8();
        reserve(HEAD + FlowEncoder.maxLength(flow) + nodeName.length + TAIL);
        end = encoder.encode(flow, bytes, HEAD);
        end = mask == null ? end : mask.apply(bytes, HEAD, end);
        int length = end - HEAD;
        offset = HEAD - 1 - Wire.varintLength(length);
        Wire.varint(bytes, Wire.tag(bytes, offset, FLOW_FIELD, Wire.LENGTH_DELIMITED), length);
        end = Wire.text(bytes, end, NODE_NAME_FIELD, nodeName);
        end = FlowEncoder.timestamp(flow.timeNanos(), TIME_FIELD, bytes, end);
    }

    /** Makes this the answer of GetAgentEvents or GetDebugEvents that carries an event. */
    public void notice(Notice notice, byte[] localNodeName) {
        byte[] event = notice.encoded();
        reserve(HEAD + event.length + localNodeName.length + TAIL);
        offset = 0;
        end = Wire.delimited(bytes, offset, EVENT_FIELD, event);
        end = Wire.text(bytes, end, NODE_NAME_FIELD, localNodeName);
        end = FlowEncoder.timestamp(notice.timeNanos(), TIME_FIELD, bytes, end);
    }

    /** Makes this the answer that reports a loss. */
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

    /** Makes this the answer whose bytes these are. */
    void set(byte[] from, int at, int length) {
        reserve(length);
        System.arraycopy(from, at, bytes, 0, length);
        offset = 0;
        end = length;
    }

    /** Appends it as one line of JSON. */
    public void appendJson(ProtoJson json, StringBuilder out) {
        json.append(out, GetFlowsResponse.getDescriptor(), bytes, offset, end - offset);
    }

    public int length() {
        return end - offset;
    }

    /** Copies the bytes, and returns the offset behind them. */
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
