// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import io.flowobserver.decode.datapath.CaptureDecoder;
import io.flowobserver.decode.datapath.DropDecoder;
import io.flowobserver.decode.datapath.PacketDecoder;
import io.flowobserver.decode.datapath.PolicyVerdictDecoder;
import io.flowobserver.decode.datapath.SockDecoder;
import io.flowobserver.decode.datapath.TraceDecoder;
import io.flowobserver.decode.l7.AccessLogDecoder;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.JsonRecordReader;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.MessageType;
import io.flowobserver.event.agent.AccessLog;
import io.flowobserver.event.agent.AccessLogJson;
import io.flowobserver.flow.row.FlowWriter;
import org.jspecify.annotations.Nullable;

/**
 * Fills the columns of a row from what tells of a flow: a sample of the perf ring, as all are but debug messages, or a
 * record of an access log. One instance serves one thread.
 */
public final class Decoder {
    private final TraceDecoder trace;
    private final DropDecoder drop;
    private final PolicyVerdictDecoder policyVerdict;
    private final CaptureDecoder capture;
    private final AccessLogDecoder accessLog;
    private final SockDecoder sock = new SockDecoder();

    public Decoder(DecoderOptions options) {
        PacketDecoder packet = new PacketDecoder(options.ipOptionType());
        trace = new TraceDecoder(packet);
        drop = new DropDecoder(packet);
        policyVerdict = new PolicyVerdictDecoder(packet);
        capture = new CaptureDecoder(packet);
        accessLog = new AccessLogDecoder(options.redaction());
    }

    /**
     * Decodes one sample. Sets every column that the bytes alone decide: not time, node, endpoints' attributes, names,
     * services, policies, link, the direction of trace and drop events, and the pod's side of socket events. Identities
     * are the event's own, 0 where it gives none.
     *
     * @param row cleared; if the answer is not null its content means nothing
     * @return null if the row is filled, else what is wrong with the bytes
     */
    public @Nullable Malformed decode(EventBytes bytes, FlowWriter row) {
        if (bytes.length() == 0) {
            return Malformed.EMPTY;
        }
        try {
            return switch (bytes.u8(0)) {
                case MessageType.TRACE -> trace.decode(bytes, row);
                case MessageType.DROP -> drop.decode(bytes, row);
                case MessageType.POLICY_VERDICT -> policyVerdict.decode(bytes, row);
                case MessageType.CAPTURE -> capture.decode(bytes, row);
                case MessageType.TRACE_SOCK -> sock.decode(bytes, row);
                default -> Malformed.UNKNOWN_TYPE;
            };
        } catch (IndexOutOfBoundsException e) {
            // The view stopped a decoder that had not looked at a length: our flaw, but the sender's bytes.
            return Malformed.INTERNAL;
        }
    }

    /**
     * Decodes an access-log record in JSON. Sets every column that the record decides, and of endpoints what it knows
     * of them: not time, node, pods, workloads, names and services. Allocates, but never more than a fixed amount,
     * because a record longer than {@link JsonRecordReader#MAX_LENGTH} is refused.
     *
     * @param row as for {@link #decode}
     * @return null if the row is filled, else what is wrong with the record
     */
    public @Nullable Malformed decodeAccessLog(EventBytes bytes, FlowWriter row) {
        AccessLog log = AccessLogJson.read(bytes);
        return log == null ? Malformed.ACCESS_LOG : accessLog.decode(log, row);
    }
}
