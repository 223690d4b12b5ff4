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
import io.flowobserver.event.agent.AccessLog;
import io.flowobserver.event.agent.AccessLogJson;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a sample of the perf ring or an access log record into the columns of a row. Debug messages are not flows,
 * and {@code DebugDecoder} handles them. Not thread-safe: each thread has its own instance.
 */
public final class Decoder {
    private final PacketDecoder packet;
    private final TraceDecoder trace;
    private final DropDecoder drop;
    private final PolicyVerdictDecoder policyVerdict;
    private final CaptureDecoder capture;
    private final AccessLogDecoder accessLog;
    private final SockDecoder sock = new SockDecoder();

    public Decoder(DecoderOptions options) {
        packet = new PacketDecoder(options.ipOptionType());
        trace = new TraceDecoder(packet);
        drop = new DropDecoder(packet);
        policyVerdict = new PolicyVerdictDecoder(packet);
        capture = new CaptureDecoder(packet);
        accessLog = new AccessLogDecoder(options.redaction());
    }

    /**
     * Decodes one sample of the perf ring. It sets every column that depends only on the bytes. It does not set the
     * time, the node, the attributes of endpoints, names, services, policies, the interface name, the direction of
     * trace and drop events, or the pod's side of socket events. Identities are those in the event, or 0 if the event
     * has none.
     *
     * <p>A packet with a malformed or incomplete header makes the event malformed, as in Hubble, unless it is an event of
     * our own programs ({@link Origin#OWN}). Then the flow has what is certain, and the rest is absent.
     *
     * @param origin where the sample comes from; it decides the layout
     * @param row a cleared row; its content is undefined if the result is not null
     * @return null if the row is filled, otherwise the error
     * @throws IndexOutOfBoundsException if a decoder did not check a length, which is a bug that hostile bytes may
     *     trigger
     */
    public @Nullable Malformed decode(EventBytes bytes, Origin origin, FlowWriter row) {
        if (bytes.length() == 0) {
            return Malformed.EMPTY;
        }
        Generation generation = origin.generation();
        boolean own = origin == Origin.OWN;
        packet.origin(generation, own);
        return switch (bytes.u8(0)) {
            case MessageType.TRACE -> trace.decode(bytes, generation, own, row);
            case MessageType.DROP -> drop.decode(bytes, generation, row);
            case MessageType.POLICY_VERDICT -> policyVerdict.decode(bytes, generation, row);
            case MessageType.CAPTURE -> capture.decode(bytes, row);
            case MessageType.TRACE_SOCK -> sock.decode(bytes, origin.alignsSocketEvents(bytes), generation, row);
            default -> Malformed.UNKNOWN_TYPE;
        };
    }

    /**
     * Decodes an access log record in JSON. It sets every column that depends only on the record, and the endpoint
     * attributes that the record contains. It does not set the time, the node, pods, workloads, names or services. What it
     * allocates is bounded, because a record longer than {@link JsonRecordReader#MAX_LENGTH} is refused.
     *
     * @param origin where the record comes from
     * @param row as for {@link #decode}
     * @return null if the row is filled, otherwise the error
     */
    public @Nullable Malformed decodeAccessLog(EventBytes bytes, Origin origin, FlowWriter row) {
        AccessLog log = AccessLogJson.read(bytes);
        row.generation(origin.generation());
        return log == null ? Malformed.ACCESS_LOG : accessLog.decode(log, row);
    }
}
