// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import com.google.protobuf.ProtocolMessageEnum;
import io.flowobserver.flow.text.FlowText;
import io.flowobserver.proto.flow.DropReason;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.HTTPHeader;
import io.flowobserver.proto.flow.IPVersion;
import io.flowobserver.proto.flow.TCPFlags;
import io.flowobserver.proto.flow.TrafficDirection;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.flow.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Parses the values of those filter flags that the request does not carry as text. Invalid values throw
 * {@link FlagException}.
 */
final class FilterValues {
    /** The reserved identities, without the first, which means an unknown identity. */
    private static final List<String> IDENTITIES =
            FlowText.RESERVED_IDENTITIES.subList(1, FlowText.RESERVED_IDENTITIES.size());

    private static final int HEX = 16;

    private FilterValues() {}

    static Verdict verdict(String text) {
        List<Verdict> known = Arrays.stream(Verdict.values())
                .filter(v -> v != Verdict.UNRECOGNIZED)
                .toList();
        return byName(
                known,
                text,
                "unknown verdict, use one of "
                        + known.stream().map(Verdict::name).collect(Collectors.joining(" ")));
    }

    static DropReason dropReason(String text) {
        return byName(List.of(DropReason.values()), text, "invalid --drop-reason-desc value: " + text);
    }

    static TrafficDirection direction(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "ingress" -> TrafficDirection.INGRESS;
            case "egress" -> TrafficDirection.EGRESS;
            default -> throw new FlagException(text + ": invalid traffic direction, expected ingress or egress");
        };
    }

    /** Adds each version of a comma-separated list. As in the hubble CLI, an unknown word selects flows without IP. */
    static void ipVersions(FlowFilter.Builder filter, String text) {
        for (String word : text.split(",", 0)) {
            filter.addIpVersion(
                    switch (word.toLowerCase(Locale.ROOT)) {
                        case "4", "v4", "ipv4", "ip4" -> IPVersion.IPv4;
                        case "6", "v6", "ipv6", "ip6" -> IPVersion.IPv6;
                        default -> IPVersion.IP_NOT_USED;
                    });
        }
    }

    static int identity(String text) {
        int reserved = IDENTITIES.indexOf(text);
        if (reserved >= 0) {
            return reserved + 1;
        }
        try {
            return text.startsWith("0x")
                    ? Integer.parseUnsignedInt(text.substring(2), HEX)
                    : Integer.parseUnsignedInt(text);
        } catch (NumberFormatException notNumber) {
            throw new FlagException("invalid security identity, expected one of [" + String.join(" ", IDENTITIES)
                    + "] or a numeric value");
        }
    }

    /** Parses {@code NAME}, {@code KIND/NAME} or {@code KIND/}. */
    static Workload workload(String text) {
        int slash = text.indexOf('/');
        Workload.Builder workload = Workload.newBuilder().setName(text.substring(slash + 1));
        return slash < 0
                ? workload.build()
                : workload.setKind(text.substring(0, slash)).build();
    }

    static TCPFlags tcpFlags(String text) {
        TCPFlags.Builder flags = TCPFlags.newBuilder();
        for (String name : text.split(",", 0)) {
            var field = TCPFlags.getDescriptor().findFieldByName(name.toUpperCase(Locale.ROOT));
            if (field == null) {
                throw new FlagException("unknown tcp flag: " + name);
            }
            flags.setField(field, true);
        }
        return flags.build();
    }

    /** Splits the text at the first colon and keeps all white space. */
    static HTTPHeader httpHeader(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new FlagException("invalid http-header value \"" + text + "\", expected name:value");
        }
        return HTTPHeader.newBuilder()
                .setKey(text.substring(0, colon))
                .setValue(text.substring(colon + 1))
                .build();
    }

    static long ipTraceId(String text) {
        try {
            long id = Long.parseUnsignedLong(text);
            if (id != 0) {
                return id;
            }
        } catch (NumberFormatException notNumber) {
            // The message is the same as for zero.
        }
        throw new FlagException("invalid --ip-trace-id value; must be greater than 0");
    }

    private static <E extends Enum<E> & ProtocolMessageEnum> E byName(List<E> known, String text, String error) {
        return known.stream()
                .filter(value -> value.name().equals(text) && !text.equals("UNRECOGNIZED"))
                .findFirst()
                .orElseThrow(() -> new FlagException(error));
    }
}
