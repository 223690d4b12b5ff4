// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import static io.flowobserver.flow.row.FlowLayout.L4Columns.CODE;
import static io.flowobserver.flow.row.FlowLayout.L4Columns.DESTINATION_PORT;
import static io.flowobserver.flow.row.FlowLayout.L4Columns.GROUP_ADDRESS;
import static io.flowobserver.flow.row.FlowLayout.L4Columns.PRIORITY;
import static io.flowobserver.flow.row.FlowLayout.L4Columns.PROTOCOL;
import static io.flowobserver.flow.row.FlowLayout.L4Columns.SOURCE_PORT;
import static io.flowobserver.flow.row.FlowLayout.L4Columns.TCP_FLAGS;
import static io.flowobserver.flow.row.FlowLayout.L4Columns.TYPE;

import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.row.FlowColumns;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowLayout;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.wire.Wire;

/**
 * Encodes the Ethernet, IP, transport and tunnel messages of a flow. Each of these messages is shorter than 128 bytes:
 * the longest is a tunnel with IPv6 and TCP with all flags, 126 bytes. The length of a message therefore takes one
 * byte, which is filled in when the body is complete.
 */
final class PacketEncoder {
    private static final int ETHERNET_FIELD = 4;
    private static final int IP_FIELD = 5;
    private static final int L4_FIELD = 6;
    private static final int TUNNEL_FIELD = 39;
    private static final int MAC_LENGTH = 17;

    private PacketEncoder() {}

    static int ethernet(FlowView flow, byte[] out, int at) {
        int body = open(out, at, ETHERNET_FIELD);
        int end = mac(out, body, 1, flow.sourceMac());
        end = mac(out, end, 2, flow.destinationMac());
        return close(out, body, end);
    }

    static int ip(FlowView flow, byte[] out, int at) {
        Detail detail = flow.detail();
        if (detail != null && detail.addresses() != null) {
            return writtenIp(detail.addresses().encoded(), flow.ipVersion(), out, at);
        }
        int flags = flow.flags();
        int body = open(out, at, IP_FIELD);
        int end = body;
        if ((flags & FlowFlags.SOURCE_ADDRESS) != 0) {
            boolean mapped = (flags & FlowFlags.SOURCE_MEANT_AS_IPV6) != 0;
            end = address(out, end, 1, mapped, flow.sourceAddressHigh(), flow.sourceAddressLow());
        }
        if ((flags & FlowFlags.DESTINATION_ADDRESS) != 0) {
            boolean mapped = (flags & FlowFlags.DESTINATION_MEANT_AS_IPV6) != 0;
            end = address(out, end, 2, mapped, flow.destinationAddressHigh(), flow.destinationAddressLow());
        }
        end = Wire.number(out, end, 3, flow.ipVersion());
        end = Wire.bool(out, end, 4, (flags & FlowFlags.ENCRYPTED) != 0);
        if ((flags & FlowFlags.TRANSLATED_SOURCE) != 0) {
            end = address(out, end, 5, flow.translatedSourceHigh(), flow.translatedSourceLow());
        }
        return close(out, body, end);
    }

    /** Writes an {@code IP} message whose addresses are texts of any length. */
    private static int writtenIp(byte[] addresses, int version, byte[] out, int at) {
        int length = addresses.length + (version == 0 ? 0 : 2);
        at = Wire.varint(out, Wire.tag(out, at, IP_FIELD, Wire.LENGTH_DELIMITED), length);
        return Wire.number(out, Wire.copy(out, at, addresses), 3, version);
    }

    static int l4(FlowView flow, byte[] out, int at) {
        return l4(flow, FlowLayout.L4, L4_FIELD, flow.has(FlowFlags.TCP_FLAGS), out, at);
    }

    static int tunnel(FlowView flow, byte[] out, int at) {
        int body = Wire.tag(out, at, TUNNEL_FIELD, Wire.LENGTH_DELIMITED) + 1;
        int end = Wire.number(out, body, 1, flow.tunnelProtocol());
        if (flow.has(FlowFlags.TUNNEL_IP)) {
            int ip = open(out, end, 2);
            end = address(out, ip, 1, flow.tunnelSourceAddressHigh(), flow.tunnelSourceAddressLow());
            end = address(out, end, 2, flow.tunnelDestinationAddressHigh(), flow.tunnelDestinationAddressLow());
            end = Wire.number(out, end, 3, flow.tunnelIpVersion());
            end = close(out, ip, end);
        }
        end = l4(flow, FlowLayout.TUNNEL_L4, 3, flow.has(FlowFlags.TUNNEL_TCP_FLAGS), out, end);
        end = Wire.unsigned(out, end, 4, flow.tunnelVni());
        return close(out, body, end);
    }

    private static int l4(FlowView flow, int group, int field, boolean tcpFlags, byte[] out, int at) {
        FlowColumns row = flow.columns();
        int protocol = row.u8(group + PROTOCOL);
        if (protocol == L4Protocol.NONE) {
            return at;
        }
        int outer = open(out, at, field);
        int body = open(out, outer, protocol);
        int end = body;
        switch (protocol) {
            case L4Protocol.TCP -> {
                end = ports(row, group, out, end);
                if (tcpFlags) {
                    byte[] flags = TcpFlags.message(row.u16(group + TCP_FLAGS));
                    end = Wire.delimited(out, end, 3, flags);
                }
            }
            case L4Protocol.UDP -> end = ports(row, group, out, end);
            case L4Protocol.SCTP -> end = Wire.number(out, ports(row, group, out, end), 3, row.u8(group + TYPE));
            case L4Protocol.IGMP -> {
                end = Wire.number(out, end, 1, row.u8(group + TYPE));
                int text = open(out, end, 2);
                end = close(out, text, AddressText.dotted(row.i32(group + GROUP_ADDRESS), out, text));
            }
            default -> {
                end = Wire.number(out, end, 1, row.u8(group + TYPE));
                end = Wire.number(out, end, 2, row.u8(group + CODE));
                end = Wire.number(out, end, 3, row.u8(group + PRIORITY));
            }
        }
        return close(out, outer, close(out, body, end));
    }

    private static int ports(FlowColumns row, int group, byte[] out, int at) {
        at = Wire.number(out, at, 1, row.u16(group + SOURCE_PORT));
        return Wire.number(out, at, 2, row.u16(group + DESTINATION_PORT));
    }

    private static int address(byte[] out, int at, int field, boolean ipv6, long high, long low) {
        int text = open(out, at, field);
        return close(out, text, AddressText.write(high, low, ipv6, out, text));
    }

    private static int address(byte[] out, int at, int field, long high, long low) {
        int text = open(out, at, field);
        return close(out, text, AddressText.write(high, low, out, text));
    }

    private static int mac(byte[] out, int at, int field, long address) {
        out[at++] = (byte) (field << 3 | Wire.LENGTH_DELIMITED);
        out[at++] = MAC_LENGTH;
        return AddressText.mac(address, out, at);
    }

    /**
     * Writes the tag of a field number below 16 and reserves one byte for the length. Returns the offset of the body.
     */
    private static int open(byte[] out, int at, int field) {
        out[at] = (byte) (field << 3 | Wire.LENGTH_DELIMITED);
        return at + 2;
    }

    /** Fills in the length of the body that starts at {@code body}, and returns the end of the body. */
    private static int close(byte[] out, int body, int end) {
        out[body - 1] = (byte) (end - body);
        return end;
    }
}
