// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import io.flowobserver.event.Malformed;
import io.flowobserver.event.agent.AccessLog;
import io.flowobserver.event.packet.IpProtocol;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.entity.WrittenAddresses;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowTypes;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.row.SummaryKind;
import io.flowobserver.flow.row.Verdicts;
import io.flowobserver.flow.text.GoTime;
import org.jspecify.annotations.Nullable;

/** Decodes access log records. It allocates memory for the objects that the row refers to. Not thread-safe. */
public final class AccessLogDecoder {
    private static final int IP_VERSIONS = 2;

    private final ApplicationDecoder applications;

    public AccessLogDecoder(Redaction redaction) {
        applications = new ApplicationDecoder(redaction);
    }

    /**
     * Decodes a record.
     *
     * @param row whose generation is set
     */
    public @Nullable Malformed decode(AccessLog log, FlowWriter row) {
        GoTime time = GoTime.parse(log.timestamp());
        if (time == null || log.ipVersion() >= IP_VERSIONS) {
            return Malformed.ACCESS_LOG;
        }
        int type = type(log.type());
        row.flowType(FlowTypes.L7);
        row.eventType(MessageType.ACCESS_LOG);
        row.verdict(verdict(log.verdict()));
        row.direction(direction(log));
        row.addFlags(FlowFlags.EVENT_TYPE | FlowFlags.REPLY_KNOWN | (type == Layer7.RESPONSE ? FlowFlags.REPLY : 0));
        writeTransport(log, row);
        applications.generation(row.view().generation());
        WrittenAddresses written = LogEndpoints.write(log, row);
        row.detail(applications.detail(type, log, time, written));
        row.summaryKind(SummaryKind.DETAIL);
        return null;
    }

    private static void writeTransport(AccessLog log, FlowWriter row) {
        int protocol =
                switch (log.transportProtocol() & 0xFF) {
                    case IpProtocol.TCP -> L4Protocol.TCP;
                    case IpProtocol.UDP -> L4Protocol.UDP;
                    case IpProtocol.SCTP -> L4Protocol.SCTP;
                    default -> L4Protocol.NONE;
                };
        if (protocol != L4Protocol.NONE) {
            row.l4Protocol(protocol);
            row.sourcePort(log.source().port());
            row.destinationPort(log.destination().port());
        }
    }

    private static int type(String name) {
        return switch (name) {
            case "Request" -> Layer7.REQUEST;
            case "Response" -> Layer7.RESPONSE;
            case "Sample" -> Layer7.SAMPLE;
            default -> Layer7.UNKNOWN;
        };
    }

    private static int verdict(String name) {
        return switch (name) {
            case "Forwarded" -> Verdicts.FORWARDED;
            case "Denied" -> Verdicts.DROPPED;
            case "Error" -> Verdicts.ERROR;
            case "Redirected" -> Verdicts.REDIRECTED;
            default -> Verdicts.UNKNOWN;
        };
    }

    private static int direction(AccessLog log) {
        if (log.isIngress()) {
            return Directions.INGRESS;
        }
        return log.observationPoint().equals("Egress") ? Directions.EGRESS : Directions.UNKNOWN;
    }
}
