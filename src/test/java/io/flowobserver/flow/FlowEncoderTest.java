// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.SummaryKind;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.FlowType;
import io.flowobserver.proto.flow.IPVersion;
import io.flowobserver.proto.flow.Layer4;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowEncoderTest {
    private final FlowUuid uuids = new FlowUuid(1, 2);
    private final FlowEncoder encoder = new FlowEncoder(uuids);

    /** Every field of Flow, of whatever depth, has a column or a reference: fill all of them and get them back. */
    @ParameterizedTest
    @EnumSource(
            value = Layer4.ProtocolCase.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PROTOCOL_NOT_SET"})
    void encode_everyFieldSet_comesBackEqual(Layer4.ProtocolCase protocol) throws Exception {
        Flow flow = everyField(protocol);
        assertThat(unsetFields(flow)).as("fields that the test itself forgot").isEmpty();
        assertThat(roundTrip(flow)).isEqualTo(flow);
    }

    @Test
    void encode_emptyRow_writesOnlyPresentMessages() throws Exception {
        FlowWriter writer = new FlowWriter();
        assertThat(parse(writer.view()).toBuilder().clearUuid().build())
                .isEqualTo(Flow.newBuilder()
                        .setTime(Timestamp.getDefaultInstance())
                        .build());
    }

    @Test
    void encode_endpointWithoutAttribution_isPresentAndEmpty() throws Exception {
        FlowWriter writer = new FlowWriter();
        writer.addFlags(FlowFlags.SOURCE | FlowFlags.REPLY_KNOWN);
        Flow flow = parse(writer.view());
        assertThat(flow.hasSource()).isTrue();
        assertThat(flow.hasIsReply()).isTrue();
        assertThat(flow.getIsReply().getValue()).isFalse();
    }

    /** The encoder keeps one byte for the length of a tunnel. */
    @Test
    void encode_longestTunnel_fitsItsLengthByte() throws Exception {
        Flow.Builder flow = everyField(Layer4.ProtocolCase.TCP).toBuilder();
        flow.getTunnelBuilder().setVni(-1);
        flow.getTunnelBuilder()
                .getL4Builder()
                .getTCPBuilder()
                .setSourcePort(65535)
                .setDestinationPort(65535);
        flow.getTunnelBuilder()
                .getIPBuilder()
                .setSource("2001:1db8:1111:2222:3333:4444:5555:6666")
                .setDestination("2001:1db8:1111:2222:3333:4444:5555:7777")
                .setIpVersion(IPVersion.IPv6);
        assertThat(flow.getTunnel().getSerializedSize()).isEqualTo(126);
        assertThat(roundTrip(flow.build())).isEqualTo(flow.build());
    }

    @Test
    void encode_unsignedColumns_keepTheirHighBit() throws Exception {
        FlowWriter writer = new FlowWriter();
        writer.addFlags(FlowFlags.SOURCE | FlowFlags.DESTINATION | FlowFlags.INTERFACE);
        writer.sourceIdentity(-1);
        writer.destinationEndpointId(0x8000_0000);
        writer.interfaceIndex(-2);
        writer.socketCookie(-3);
        Flow flow = parse(writer.view());
        assertThat(Integer.toUnsignedLong(flow.getSource().getIdentity())).isEqualTo(0xFFFF_FFFFL);
        assertThat(flow.getDestination().getID()).isEqualTo(0x8000_0000);
        assertThat(flow.getInterface().getIndex()).isEqualTo(-2);
        assertThat(flow.getSocketCookie()).isEqualTo(-3);
    }

    @Test
    void encode_icmpSummaries_followTheTable() throws Exception {
        assertThat(icmp(SummaryKind.ICMPV4, 3, 3)).isEqualTo("ICMPv4 DestinationUnreachable(Port)");
        assertThat(icmp(SummaryKind.ICMPV4, 8, 0)).isEqualTo("ICMPv4 EchoRequest");
        assertThat(icmp(SummaryKind.ICMPV4, 8, 7)).isEqualTo("ICMPv4 EchoRequest(Code: 7)");
        assertThat(icmp(SummaryKind.ICMPV4, 3, 77)).isEqualTo("ICMPv4 DestinationUnreachable(Code: 77)");
        assertThat(icmp(SummaryKind.ICMPV4, 42, 1)).isEqualTo("ICMPv4 42(1)");
        assertThat(icmp(SummaryKind.ICMPV6, 143, 0)).isEqualTo("ICMPv6 143(0)");
        assertThat(icmp(SummaryKind.ICMPV6, 1, 4)).isEqualTo("ICMPv6 DestinationUnreachable(PortUnreachable)");
    }

    @Test
    void encode_tcpFlags_summaryIsOrderedAsTheReferencePrints() throws Exception {
        FlowWriter writer = new FlowWriter();
        writer.summaryKind(SummaryKind.TCP_FLAGS);
        assertThat(parse(writer.view()).getSummary()).isEqualTo("TCP Flags: ");
        writer.tcpFlags(TcpFlags.SYN | TcpFlags.ACK | TcpFlags.FIN | TcpFlags.NS);
        assertThat(parse(writer.view()).getSummary()).isEqualTo("TCP Flags: SYN, ACK, FIN, NS");
    }

    private String icmp(int kind, int type, int code) throws InvalidProtocolBufferException {
        FlowWriter writer = new FlowWriter();
        writer.summaryKind(kind);
        writer.l4Type(type);
        writer.l4Code(code);
        return parse(writer.view()).getSummary();
    }

    private Flow roundTrip(Flow flow) throws InvalidProtocolBufferException {
        return parse(ProtoRows.view(flow)).toBuilder().setUuid(flow.getUuid()).build();
    }

    private Flow parse(FlowView view) throws InvalidProtocolBufferException {
        int bound = FlowEncoder.maxLength(view);
        byte[] out = new byte[bound + 7];
        int end = encoder.encode(view, out, 7);
        assertThat(end - 7).isLessThanOrEqualTo(bound);
        return Flow.parseFrom(ByteString.copyFrom(out, 7, end - 7));
    }

    private static Flow everyField(Layer4.ProtocolCase protocol) {
        Flow.Builder flow = Flow.newBuilder();
        for (FieldDescriptor field : Flow.getDescriptor().getFields()) {
            if (field.getContainingOneof() == null) {
                FieldFiller.fill(flow, field);
            }
        }
        flow.setL4(FieldFiller.layer4(protocol)).getTunnelBuilder().setL4(FieldFiller.layer4(protocol));
        // Only the inner packet can be encrypted or translated.
        flow.getTunnelBuilder().getIPBuilder().clearEncrypted().clearSourceXlated();
        flow.setType(FlowType.L7);
        flow.setDropReason(flow.getDropReasonDescValue());
        flow.setExtensions(Any.newBuilder().setTypeUrl("x/y").setValue(ByteString.copyFromUtf8("z")));
        // A flow is allowed or denied, in one direction.
        return flow.clearEgressDeniedBy()
                .clearIngressAllowedBy()
                .clearIngressDeniedBy()
                .build();
    }

    private static List<String> unsetFields(Message message) {
        List<String> unset = new ArrayList<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean decidedByPolicy = field.getName().matches("(egress|ingress)_(allowed|denied)_by");
            boolean set = field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
            if (!set && !decidedByPolicy && !field.getName().equals("uuid")) {
                unset.add(field.getFullName());
            }
        }
        return unset;
    }
}
