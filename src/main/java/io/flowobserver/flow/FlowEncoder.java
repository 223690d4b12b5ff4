// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.entity.Link;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.Policies;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.entity.TraceContext;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a {@link FlowView} as the wire bytes of a {@code flow.Flow}. No other class encodes a flow. Fields are
 * written in the order of their numbers. As in proto3, a field that is 0 or empty is left out.
 *
 * <p>The encoder is immutable and writes only to the caller's array, so any number of threads may use it at the same
 * time. It allocates nothing.
 */
public final class FlowEncoder {
    /** Upper bound, in bytes, of the encoded numbers and addresses of a flow, without the referenced objects. */
    private static final int FIXED_LENGTH = 1536;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int UUID_LENGTH = 36;
    private static final byte[] NOTHING = {};
    /** Body of a {@code google.protobuf.BoolValue} that is true. */
    private static final byte[] TRUE = {1 << 3, 1};

    private final FlowUuid uuids;

    public FlowEncoder(FlowUuid uuids) {
        this.uuids = uuids;
    }

    /** Returns an upper bound, in bytes, of what {@link #encode} writes for the flow. */
    public static int maxLength(FlowView flow) {
        int length = FIXED_LENGTH;
        Endpoint source = flow.source();
        Endpoint destination = flow.destination();
        Names sourceNames = flow.sourceNames();
        Names destinationNames = flow.destinationNames();
        Service sourceService = flow.sourceService();
        Service destinationService = flow.destinationService();
        Policies policies = flow.policies();
        Detail detail = flow.detail();
        Link link = flow.link();
        Node node = flow.node();
        length += source == null ? 0 : source.encoded().length;
        length += destination == null ? 0 : destination.encoded().length;
        length += sourceNames == null ? 0 : sourceNames.encodedSource().length;
        length += destinationNames == null ? 0 : destinationNames.encodedDestination().length;
        length += sourceService == null ? 0 : sourceService.encoded().length;
        length += destinationService == null ? 0 : destinationService.encoded().length;
        length += policies == null ? 0 : policies.encoded().length;
        length += detail == null ? 0 : detail.length();
        length += link == null ? 0 : link.utf8().length;
        length += flow.has(FlowFlags.COUNTS) ? CountsEncoder.MAX_LENGTH : 0;
        return length + (node == null ? 0 : node.encodedLength());
    }

    /**
     * Encodes a flow into {@code out}, beginning at offset {@code at}.
     *
     * @param out has at least {@link #maxLength} bytes left from {@code at} on
     * @return the offset after the last byte written
     */
    public int encode(FlowView flow, byte[] out, int at) {
        int flags = flow.flags();
        Node node = flow.node();
        Detail detail = flow.detail();
        at = timestamp(flow.timeNanos(), 1, out, at);
        at = Wire.number(out, at, 2, flow.verdict());
        at = Wire.unsigned(out, at, 3, flow.dropReason());
        at = packet(flow, flags, out, at);
        at = endpoints(flow, flags, out, at);
        at = Wire.number(out, at, 10, flow.flowType());
        at = node == null ? at : Wire.text(out, at, 11, node.nameUtf8());
        at = names(flow, out, at);
        Layer7 layer7 = detail == null ? null : detail.layer7();
        at = layer7 == null ? at : Wire.delimited(out, at, 15, layer7.encoded());
        at = event(flow, flags, out, at);
        at = verdictDetails(flow, flags, out, at);
        TraceContext trace = detail == null ? null : detail.traceContext();
        at = trace == null ? at : Wire.delimited(out, at, 30, trace.encoded());
        at = socketAndUuid(flow, out, at);
        at = node == null ? at : Wire.copy(out, at, node.encodedLabels());
        at = datapath(flow, flags, out, at);
        at = node == null ? at : Wire.delimited(out, at, 41, node.encodedEmitter());
        return highNumbers(flow, flags, out, at);
    }

    /**
     * Writes a {@code google.protobuf.Timestamp} field and returns the offset after it. A time before 1970 has negative
     * seconds.
     */
    public static int timestamp(long epochNanos, int field, byte[] out, int at) {
        long seconds = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
        long nanos = epochNanos - seconds * NANOS_PER_SECOND;
        int body = Wire.tag(out, at, field, Wire.LENGTH_DELIMITED) + 1;
        int end = Wire.number(out, body, 1, seconds);
        end = Wire.number(out, end, 2, nanos);
        out[body - 1] = (byte) (end - body);
        return end;
    }

    private static int packet(FlowView flow, int flags, byte[] out, int at) {
        if ((flags & FlowFlags.ETHERNET) != 0) {
            at = PacketEncoder.ethernet(flow, out, at);
        }
        if ((flags & FlowFlags.IP) != 0) {
            at = PacketEncoder.ip(flow, out, at);
        }
        return PacketEncoder.l4(flow, out, at);
    }

    private static int endpoints(FlowView flow, int flags, byte[] out, int at) {
        if ((flags & FlowFlags.SOURCE) != 0) {
            at = endpoint(flow.source(), flow.sourceEndpointId(), flow.sourceIdentity(), 8, out, at);
        }
        if ((flags & FlowFlags.DESTINATION) != 0) {
            at = endpoint(flow.destination(), flow.destinationEndpointId(), flow.destinationIdentity(), 9, out, at);
        }
        return at;
    }

    private static int endpoint(@Nullable Endpoint endpoint, int id, int identity, int field, byte[] out, int at) {
        byte[] attributes = endpoint == null ? NOTHING : endpoint.encoded();
        int length = attributes.length + numberLength(id) + numberLength(identity);
        at = Wire.varint(out, Wire.tag(out, at, field, Wire.LENGTH_DELIMITED), length);
        at = Wire.unsigned(out, at, 1, id);
        at = Wire.unsigned(out, at, 2, identity);
        return Wire.copy(out, at, attributes);
    }

    /**
     * Length in bytes of an unsigned field with a one-byte tag; 0 if the value is 0, because the field is then left
     * out.
     */
    private static int numberLength(int value) {
        return value == 0 ? 0 : 1 + Wire.varintLength(value & 0xFFFFFFFFL);
    }

    private static int names(FlowView flow, byte[] out, int at) {
        Names source = flow.sourceNames();
        Names destination = flow.destinationNames();
        at = source == null ? at : Wire.copy(out, at, source.encodedSource());
        return destination == null ? at : Wire.copy(out, at, destination.encodedDestination());
    }

    private static int event(FlowView flow, int flags, byte[] out, int at) {
        at = Wire.bool(out, at, 16, (flags & FlowFlags.REPLY) != 0);
        if ((flags & FlowFlags.EVENT_TYPE) != 0) {
            int body = Wire.tag(out, at, 19, Wire.LENGTH_DELIMITED) + 1;
            int end = Wire.number(out, body, 1, flow.eventType());
            end = Wire.number(out, end, 2, flow.eventSubType());
            out[body - 1] = (byte) (end - body);
            at = end;
        }
        Service source = flow.sourceService();
        Service destination = flow.destinationService();
        at = source == null ? at : Wire.delimited(out, at, 20, source.encoded());
        return destination == null ? at : Wire.delimited(out, at, 21, destination.encoded());
    }

    private static int verdictDetails(FlowView flow, int flags, byte[] out, int at) {
        at = Wire.number(out, at, 22, flow.direction());
        at = Wire.number(out, at, 23, flow.policyMatchType());
        at = Wire.number(out, at, 24, flow.observationPoint());
        at = Wire.unsigned(out, at, 25, flow.dropReason());
        if ((flags & FlowFlags.REPLY_KNOWN) != 0) {
            at = Wire.delimited(out, at, 26, (flags & FlowFlags.REPLY) != 0 ? TRUE : NOTHING);
        }
        at = Wire.number(out, at, 27, flow.capturePoint());
        if ((flags & FlowFlags.INTERFACE) != 0) {
            Link link = flow.link();
            byte[] name = link == null ? NOTHING : link.utf8();
            int nameLength = name.length == 0 ? 0 : 1 + Wire.varintLength(name.length) + name.length;
            int length = numberLength(flow.interfaceIndex()) + nameLength;
            at = Wire.varint(out, Wire.tag(out, at, 28, Wire.LENGTH_DELIMITED), length);
            at = Wire.unsigned(out, at, 1, flow.interfaceIndex());
            at = Wire.text(out, at, 2, name);
        }
        return Wire.unsigned(out, at, 29, flow.proxyPort());
    }

    private int socketAndUuid(FlowView flow, byte[] out, int at) {
        at = Wire.number(out, at, 31, flow.translationPoint());
        at = Wire.number(out, at, 32, flow.socketCookie());
        at = Wire.number(out, at, 33, flow.cgroupId());
        at = Wire.varint(out, Wire.tag(out, at, 34, Wire.LENGTH_DELIMITED), UUID_LENGTH);
        at = uuids.write(flow.sequence(), out, at);
        at = Wire.number(out, at, 35, flow.authType());
        return Wire.number(out, at, 36, flow.traceReason());
    }

    private static int datapath(FlowView flow, int flags, byte[] out, int at) {
        if ((flags & FlowFlags.FILE) != 0) {
            int body = Wire.tag(out, at, 38, Wire.LENGTH_DELIMITED) + 1;
            int end = Wire.text(out, body, 1, SourceFiles.utf8(flow.generation(), flow.fileId()));
            end = Wire.number(out, end, 2, flow.fileLine());
            out[body - 1] = (byte) (end - body);
            at = end;
        }
        if ((flags & FlowFlags.TUNNEL) != 0) {
            at = PacketEncoder.tunnel(flow, out, at);
        }
        if ((flags & FlowFlags.IP_TRACE_ID) != 0) {
            int body = Wire.tag(out, at, 40, Wire.LENGTH_DELIMITED) + 1;
            int end = Wire.number(out, body, 1, flow.ipTraceId());
            end = Wire.unsigned(out, end, 2, flow.ipOptionType());
            out[body - 1] = (byte) (end - body);
            at = end;
        }
        return at;
    }

    private static int highNumbers(FlowView flow, int flags, byte[] out, int at) {
        Policies policies = flow.policies();
        Detail detail = flow.detail();
        at = policies == null ? at : Wire.copy(out, at, policies.encoded());
        if ((flags & FlowFlags.AGGREGATE) != 0) {
            int body = Wire.tag(out, at, 21007, Wire.LENGTH_DELIMITED) + 1;
            int end = Wire.unsigned(out, body, 1, flow.aggregateIngress());
            end = Wire.unsigned(out, end, 2, flow.aggregateEgress());
            end = Wire.unsigned(out, end, 3, flow.aggregateUnknown());
            out[body - 1] = (byte) (end - body);
            at = end;
        }
        at = SummaryText.field(flow, out, at);
        if ((flags & FlowFlags.COUNTS) != 0) {
            return CountsEncoder.encode(flow, out, at);
        }
        return detail == null ? at : Wire.text(out, at, 150_000, detail.extensions());
    }
}
