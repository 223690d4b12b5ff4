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
 * Completes socket events, which tell the cgroup of whoever used the socket and only the other side's address. Used by
 * the ingest thread; allocates nothing.
 */
final class SocketPods {
    private static final int IPV6 = 2;
    private static final int PRE_REVERSE = 3;
    private static final int POST_REVERSE = 4;

    private final boolean skipUnknown;

    /** @param skipUnknown whether events of unknown pods are left out */
    SocketPods(boolean skipUnknown) {
        this.skipUnknown = skipUnknown;
    }

    /** Makes the pod the source, or the destination of an answer; false if the event is to be left out. */
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
        row.addFlags(FlowFlags.SOURCE_ADDRESS);
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

    /** The flag for an address that only looks like IPv4, 0 for others. */
    private static int meant(Prefix address, boolean ipv6, int flag) {
        return ipv6 && AddressText.isIpv4(address.high(), address.low()) ? flag : 0;
    }
}
