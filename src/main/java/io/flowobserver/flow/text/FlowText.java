// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import com.google.protobuf.ProtocolMessageEnum;
import io.flowobserver.proto.flow.DropReason;
import io.flowobserver.proto.flow.IPVersion;
import io.flowobserver.proto.flow.SCTPChunkType;
import io.flowobserver.proto.flow.TrafficDirection;
import io.flowobserver.proto.flow.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of the numbers in a row. A number without a name is printed in decimal. */
public final class FlowText {
    /**
     * Names of the points in the datapath at which a packet is observed. The list index is the sub-type of a trace
     * event.
     */
    public static final List<String> TRACE_POINTS = List.of(
            "to-endpoint",
            "to-proxy",
            "to-host",
            "to-stack",
            "to-overlay",
            "from-endpoint",
            "from-proxy",
            "from-host",
            "from-stack",
            "from-overlay",
            "from-network",
            "to-network",
            "from-crypto",
            "to-crypto");

    /**
     * Names of the identities that are the same in every cluster. The list index is the identity. Those from
     * {@code aggregate-cluster} on exist since Cilium 1.21, as keys of policy maps.
     */
    public static final List<String> RESERVED_IDENTITIES = List.of(
            "unknown",
            "host",
            "world",
            "unmanaged",
            "health",
            "init",
            "remote-node",
            "kube-apiserver",
            "ingress",
            "world-ipv4",
            "world-ipv6",
            "aggregate-cluster",
            "aggregate-cluster-mesh",
            "aggregate-world",
            "aggregate-remote-node");

    private static final int MAX_ICMP_LENGTH = 64;

    private FlowText() {}

    /** Returns the name of a verdict, for example {@code FORWARDED}. */
    public static String verdict(int number) {
        return name(Verdict.forNumber(number), number);
    }

    /** Returns the name of a drop reason, for example {@code POLICY_DENIED}. */
    public static String dropReason(int number) {
        return name(DropReason.forNumber(number), number);
    }

    /** Returns the name of a direction, for example {@code INGRESS}. */
    public static String direction(int number) {
        return name(TrafficDirection.forNumber(number), number);
    }

    /** Returns the name of an IP version, for example {@code IPv4}. */
    public static String ipVersion(int number) {
        return name(IPVersion.forNumber(number), number);
    }

    /** Returns the name of an SCTP chunk type, for example {@code INIT}. */
    public static String sctpChunk(int number) {
        return name(SCTPChunkType.forNumber(number), number);
    }

    /** Returns the name of an ICMP type and code (0 to 255 each), for example {@code DestinationUnreachable(Port)}. */
    public static String icmp(boolean v6, int type, int code) {
        byte[] text = new byte[MAX_ICMP_LENGTH];
        int length = (v6 ? IcmpText.V6 : IcmpText.V4).write(type, code, text, 0);
        String whole = new String(text, 0, length, StandardCharsets.US_ASCII);
        return whole.substring(whole.indexOf(' ') + 1);
    }

    private static <T extends Enum<T> & ProtocolMessageEnum> String name(@Nullable T value, int number) {
        return value == null ? Integer.toString(number) : value.name();
    }
}
