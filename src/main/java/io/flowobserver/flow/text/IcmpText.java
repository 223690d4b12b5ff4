// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import io.flowobserver.flow.wire.Wire;

/** Texts of ICMP types and codes in the summary of a flow, for example {@code DestinationUnreachable(Port)}. */
public final class IcmpText {
    private static final byte[] CODE = Wire.utf8("Code: ");
    private static final byte[][] DECIMALS = new byte[256][];

    static {
        for (int i = 0; i < DECIMALS.length; i++) {
            DECIMALS[i] = Wire.utf8(Integer.toString(i));
        }
    }

    public static final IcmpText V4 = v4();
    public static final IcmpText V6 = v6();

    private final byte[] prefix;
    private final byte[][] types = new byte[256][];
    private final byte[][][] codes = new byte[256][][];

    private IcmpText(String prefix) {
        this.prefix = Wire.utf8(prefix);
    }

    /** Writes the prefix, type and code (at most 64 bytes) and returns the offset after them. */
    public int write(int type, int code, byte[] out, int at) {
        at = Wire.copy(out, at, prefix);
        byte[] name = types[type];
        if (name == null) {
            at = decimal(type, out, at);
            return closed(decimal(code, out, open(out, at)), out);
        }
        at = Wire.copy(out, at, name);
        byte[][] names = codes[type];
        if (names != null && code < names.length) {
            return closed(Wire.copy(out, open(out, at), names[code]), out);
        }
        if (names == null && code == 0) {
            return at;
        }
        at = Wire.copy(out, open(out, at), CODE);
        return closed(decimal(code, out, at), out);
    }

    private static int open(byte[] out, int at) {
        out[at] = '(';
        return at + 1;
    }

    private static int closed(int at, byte[] out) {
        out[at] = ')';
        return at + 1;
    }

    private static int decimal(int octet, byte[] out, int at) {
        return Wire.copy(out, at, DECIMALS[octet]);
    }

    private IcmpText type(int type, String name, String... codeNames) {
        types[type] = Wire.utf8(name);
        if (codeNames.length > 0) {
            codes[type] = new byte[codeNames.length][];
            for (int code = 0; code < codeNames.length; code++) {
                codes[type][code] = Wire.utf8(codeNames[code]);
            }
        }
        return this;
    }

    private static IcmpText v4() {
        return new IcmpText("ICMPv4 ")
                .type(0, "EchoReply")
                .type(
                        3,
                        "DestinationUnreachable",
                        "Net",
                        "Host",
                        "Protocol",
                        "Port",
                        "FragmentationNeeded",
                        "SourceRoutingFailed",
                        "NetUnknown",
                        "HostUnknown",
                        "SourceIsolated",
                        "NetAdminProhibited",
                        "HostAdminProhibited",
                        "NetTOS",
                        "HostTOS",
                        "CommAdminProhibited",
                        "HostPrecedence",
                        "PrecedenceCutoff")
                .type(4, "SourceQuench")
                .type(5, "Redirect", "Net", "Host", "TOS+Net", "TOS+Host")
                .type(8, "EchoRequest")
                .type(9, "RouterAdvertisement")
                .type(10, "RouterSolicitation")
                .type(11, "TimeExceeded", "TTLExceeded", "FragmentReassemblyTimeExceeded")
                .type(12, "ParameterProblem", "PointerIndicatesError", "MissingOption", "BadLength")
                .type(13, "TimestampRequest")
                .type(14, "TimestampReply")
                .type(15, "InfoRequest")
                .type(16, "InfoReply")
                .type(17, "AddressMaskRequest")
                .type(18, "AddressMaskReply");
    }

    private static IcmpText v6() {
        return new IcmpText("ICMPv6 ")
                .type(
                        1,
                        "DestinationUnreachable",
                        "NoRouteToDst",
                        "AdminProhibited",
                        "BeyondScopeOfSrc",
                        "AddressUnreachable",
                        "PortUnreachable",
                        "SrcAddressFailedPolicy",
                        "RejectRouteToDst")
                .type(2, "PacketTooBig")
                .type(3, "TimeExceeded", "HopLimitExceeded", "FragmentReassemblyTimeExceeded")
                .type(4, "ParameterProblem", "ErroneousHeaderField", "UnrecognizedNextHeader", "UnrecognizedIPv6Option")
                .type(128, "EchoRequest")
                .type(129, "EchoReply")
                .type(133, "RouterSolicitation")
                .type(134, "RouterAdvertisement")
                .type(135, "NeighborSolicitation")
                .type(136, "NeighborAdvertisement")
                .type(137, "Redirect");
    }
}
