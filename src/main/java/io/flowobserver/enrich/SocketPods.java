// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.enrich.snapshot.CgroupPod;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * Completes socket events. Such an event has the cgroup of the process, but only the address of the other side. Only
 * the ingest thread uses this class. It allocates nothing.
 */
final class SocketPods {
    private static final int IPV6 = 2;
    private static final int PRE_REVERSE = 3;
    private static final int POST_REVERSE = 4;

    private final boolean skipUnknown;

    /**
     * Creates an instance.
     *
     * @param skipUnknown whether events of unknown pods are skipped
     */
    SocketPods(boolean skipUnknown) {
        this.skipUnknown = skipUnknown;
    }

    /**
     * Sets the pod as the source, or as the destination if the event belongs to the reply direction. Returns false if
     * the event must be skipped.
     */
    boolean complete(Snapshot snapshot, FlowWriter row) {
        FlowView flow = row.view();
        boolean ipv6 = flow.ipVersion() == IPV6;
        Prefix address = address(snapshot.cgroup(flow.cgroupId()), ipv6);
        if (address == null && skipUnknown) {
            return false;
        }
        if (flow.translationPoint() == PRE_REVERSE || flow.translationPoint() == POST_REVERSE) {
            answer(flow, address, ipv6, row);
        } else if (address != null) {
            row.sourceAddress(address.high(), address.low());
            row.addFlags(FlowFlags.SOURCE_ADDRESS | meant(address, ipv6, FlowFlags.SOURCE_MEANT_AS_IPV6));
        }
        return true;
    }

    private static void answer(FlowView flow, @Nullable Prefix address, boolean ipv6, FlowWriter row) {
        row.sourceAddress(flow.destinationAddressHigh(), flow.destinationAddressLow());
        row.sourcePort(flow.destinationPort());
        row.destinationPort(0);
        boolean meant = flow.has(FlowFlags.DESTINATION_MEANT_AS_IPV6);
        row.removeFlags(FlowFlags.DESTINATION_MEANT_AS_IPV6);
        row.addFlags(FlowFlags.SOURCE_ADDRESS | (meant ? FlowFlags.SOURCE_MEANT_AS_IPV6 : 0));
        if (address == null) {
            row.destinationAddress(0, 0);
            row.removeFlags(FlowFlags.DESTINATION_ADDRESS);
        } else {
            row.destinationAddress(address.high(), address.low());
            row.addFlags(meant(address, ipv6, FlowFlags.DESTINATION_MEANT_AS_IPV6));
        }
    }

    private static @Nullable Prefix address(@Nullable CgroupPod pod, boolean ipv6) {
        return pod == null ? null : ipv6 ? pod.ipv6() : pod.ipv4();
    }

    /** Returns the flag if an IPv6 address has the form of a mapped IPv4 address, otherwise 0. */
    private static int meant(Prefix address, boolean ipv6, int flag) {
        return ipv6 && AddressText.isIpv4(address.high(), address.low()) ? flag : 0;
    }
}
