// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

/** Human-readable texts of drop codes. They are ASCII and equal, byte for byte, those of the hubble CLI. */
public final class DropText {
    /**
     * Texts of the codes from 0 on. These codes are not drops, but they share the number space. An unused number has an
     * empty text.
     */
    private static final String[] NOTICES = {
        "Success",
        "",
        "Invalid packet",
        "Interface",
        "Interface Decrypted",
        "LB, sock cgroup: No backend slot entry found",
        "LB, sock cgroup: No backend entry found",
        "LB, sock cgroup: Reverse entry update failed",
        "LB, sock cgroup: Reverse entry stale",
        "Fragmented packet",
        "Fragmented packet entry update failed",
        "Missed tail call to custom program",
        "Interface Decrypting",
        "Interface Encrypting",
        "LB: sock cgroup: Reverse entry delete succeeded",
        "MTU error message",
    };

    private static final int FIRST_DROP = 130;

    private static final String[] DROPS = {
        "Invalid source mac",
        "Invalid destination mac",
        "Invalid source ip",
        "Policy denied",
        "Invalid packet",
        "CT: Truncated or invalid header",
        "Fragmentation needed",
        "CT: Unknown L4 protocol",
        "CT: Can't create entry from packet",
        "Unsupported L3 protocol",
        "Missed tail call",
        "Error writing to packet",
        "Unknown L4 protocol",
        "Unknown ICMPv4 code",
        "Unknown ICMPv4 type",
        "Unknown ICMPv6 code",
        "Unknown ICMPv6 type",
        "Error retrieving tunnel key",
        "Error retrieving tunnel options",
        "Invalid Geneve option",
        "Unknown L3 target address",
        "Stale or unroutable IP",
        "No matching local container found",
        "Error while correcting L3 checksum",
        "Error while correcting L4 checksum",
        "CT: Map insertion failed",
        "Invalid IPv6 extension header",
        "IP fragmentation not supported",
        "Service backend not found",
        "",
        "No tunnel/encapsulation endpoint (datapath BUG!)",
        "NAT 46/64 not enabled",
        "Reached EDT rate-limiting drop horizon",
        "Unknown connection tracking state",
        "Local host is unreachable",
        "No configuration available to perform policy decision",
        "Unsupported L2 protocol",
        "No mapping for NAT masquerade",
        "Unsupported protocol for NAT masquerade",
        "FIB lookup failed",
        "Encapsulation traffic is prohibited",
        "Invalid identity",
        "Unknown sender",
        "NAT not needed",
        "Is a ClusterIP",
        "First logical datagram fragment not found",
        "Forbidden ICMPv6 message",
        "Denied by LB src range check",
        "Socket lookup failed",
        "Socket assign failed",
        "Proxy redirection not supported for protocol",
        "Policy denied by denylist",
        "VLAN traffic disallowed by VLAN filter",
        "Incorrect VNI from VTEP",
        "Failed to update or lookup TC buffer",
        "No SID was found for the IP address",
        "SRv6 state was removed during tail call",
        "L3 translation from IPv4 to IPv6 failed (NAT46)",
        "L3 translation from IPv6 to IPv4 failed (NAT64)",
        "Authentication required",
        "No conntrack map found",
        "No nat map found",
        "Invalid ClusterID",
        "Unsupported packet protocol for DSR encapsulation",
        "No egress gateway found",
        "Traffic is unencrypted",
        "TTL exceeded",
        "No node ID found",
        "Rate limited",
        "IGMP handled",
        "IGMP subscribed",
        "Multicast handled",
        "Host datapath not ready",
        "Endpoint policy program not available",
        "No Egress IP configured",
        "Punt to proxy",
    };

    private DropText() {}

    /** Returns the text of a code; empty if the code has none. */
    public static String of(int code) {
        if (code >= 0 && code < NOTICES.length) {
            return NOTICES[code];
        }
        int index = code - FIRST_DROP;
        return index >= 0 && index < DROPS.length ? DROPS[index] : "";
    }
}
