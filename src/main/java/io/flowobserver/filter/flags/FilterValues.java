// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import com.google.protobuf.ProtocolMessageEnum;
import io.flowobserver.flow.text.FlowText;
import io.flowobserver.flow.text.NearestName;
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
import java.util.Map;
import java.util.Optional;

/**
 * Parses the values of those filter flags that the request does not carry as text. Invalid values throw
 * {@link FlagException}.
 */
final class FilterValues {
    /** The reserved identities, without the first, which means an unknown identity. */
    private static final List<String> IDENTITIES =
            FlowText.RESERVED_IDENTITIES.subList(1, FlowText.RESERVED_IDENTITIES.size());

    /** What the CLI prints for the verdict of a policy verdict event. */
    private static final Map<String, String> SHOWN_VERDICTS =
            Map.of("DENIED", "DROPPED", "ALLOWED", "FORWARDED", "AUDITED", "AUDIT");

    private static final int HEX = 16;

    private FilterValues() {}

    static Verdict verdict(String text) {
        List<Verdict> known = Arrays.stream(Verdict.values())
                .filter(v -> v != Verdict.UNRECOGNIZED)
                .toList();
        return byName(known, text).orElseThrow(() -> {
            String shown = SHOWN_VERDICTS.get(text.toUpperCase(Locale.ROOT));
            return shown == null
                    ? FlagException.unknown("unknown verdict", text, names(known))
                    : new FlagException("this is how a policy verdict is shown; the verdict is " + shown);
        });
    }

    static DropReason dropReason(String text) {
        List<DropReason> known = List.of(DropReason.values());
        return byName(known, text)
                .orElseThrow(() -> new FlagException("unknown drop reason"
                        + NearestName.of(text, names(known))
                                .map(near -> ", did you mean \"" + near + "\"?")
                                .orElse(", use a name such as POLICY_DENIED or UNSUPPORTED_L2_PROTOCOL")));
    }

    static TrafficDirection direction(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "ingress" -> TrafficDirection.INGRESS;
            case "egress" -> TrafficDirection.EGRESS;
            default -> throw FlagException.unknown("unknown traffic direction", text, List.of("ingress", "egress"));
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
            throw FlagException.unknown("neither a number nor a known security identity", text, IDENTITIES);
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
                throw FlagException.unknown(
                        "unknown tcp flag \"" + name + "\"",
                        name,
                        TCPFlags.getDescriptor().getFields().stream()
                                .map(known -> known.getName())
                                .toList());
            }
            flags.setField(field, true);
        }
        return flags.build();
    }

    /** Splits the text at the first colon and keeps all white space. */
    static HTTPHeader httpHeader(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new FlagException("use NAME:VALUE, such as Host:example.com");
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
        throw new FlagException("use a number greater than 0");
    }

    private static <E extends Enum<E> & ProtocolMessageEnum> Optional<E> byName(List<E> known, String text) {
        return known.stream()
                .filter(value -> value.name().equals(text) && !text.equals("UNRECOGNIZED"))
                .findFirst();
    }

    private static List<String> names(List<? extends Enum<?>> values) {
        return values.stream()
                .map(Enum::name)
                .filter(name -> !name.equals("UNRECOGNIZED"))
                .toList();
    }
}
