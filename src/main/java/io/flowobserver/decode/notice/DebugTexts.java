// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.notice;

import io.flowobserver.event.datapath.DebugMessage;
import io.flowobserver.flow.row.Generation;
import java.util.Arrays;
import java.util.Map;

/**
 * Texts of the debug message sub-types, copied from Hubble with its spelling mistakes. Hubble's list lacks sub-type 66,
 * "skip policy". The two texts after it are therefore one number too low, and the last sub-type has no text.
 */
final class DebugTexts {
    private static final String FLAGS = "sport={a high} dport={a low} nexthdr={b above-byte} flags={b flags}";
    private static final String PROXY = "sport={a high-port} dport={a port} saddr={b ipv4} nexthdr={c}";
    private static final String IPV4_PAIR = "src={a ipv4}:{c low} dst={b ipv4}:{c high}";
    private static final String IPV6_PAIR = "src=[::{a ipv6}]:{c low} dst=[::{b ipv6}]:{c high}";
    private static final String SECOND_LOOKUP =
            "Conntrack lookup 2/2: nexthdr={a above-byte} flags={a byte} dir={b} scope={c}";
    private static final String CREATED = "Conntrack create: proxy-port={a high} revnat={a port} src-identity={b}";
    private static final String SLOT = "Service backend slot lookup: slot={a}, dport={b port}";
    private static final String NO_SLOT = "Service backend slot lookup failed: slot={a}, dport={b port}";
    private static final String NO_BACKEND = "Backend service lookup failed: backend_id={a}";
    private static final String REVERSE_LOOKUP = "Reverse NAT lookup, index={a port}";

    /** The texts from sub-type 1 on. */
    private static final DebugTemplate[] TEMPLATES = templates(
            "No message, arg1={a} (0x{a hex}) arg2={b} (0x{b hex})",
            "Attempting local delivery for container id {a} from seclabel {b}",
            "Encapsulating to node {a} (0x{a hex}) from seclabel {b}",
            // Hubble has a placeholder for the interface name here, but never fills it in.
            "Local container found ifindex  seclabel {b port}",
            "Policy evaluation would deny packet from {a} to {b}",
            "CT lookup: " + FLAGS,
            "CT reverse lookup: " + FLAGS,
            "CT entry found lifetime={a}, revnat={b port}",
            "CT created 1/2: " + FLAGS + " revnat={c port}",
            "CT created 2/2: {a ipv4} revnat={b port}",
            "Handling ICMPv6 type={a}",
            "ICMPv6 echo request for router offset={a}",
            "ICMPv6 neighbour soliciation for address {a hex}:{b hex}",
            "Sending ICMPv6 time exceeded",
            "CT verdict: {a state}, revnat={b port}",
            "Tunnel decap: id={a} flowlabel={b hex}",
            "Mapping port from={a} to={b}",
            "BPF function {a} returned error {b}",
            "Going to host, policy-skip={a}",
            "Going to the stack, policy-skip={a}",
            "Packet hash={a} (0x{a hex}), selected_service={b}",
            "Frontend service lookup, addr.p4={a hex} key.dport={b port}",
            "Frontend service lookup failed, addr.p2={a hex} addr.p3={b hex}",
            SLOT,
            "Service backend slot lookup result: target.p4={a hex} port={b port}",
            NO_SLOT,
            NO_BACKEND,
            REVERSE_LOOKUP,
            "Performing reverse NAT, address.p4={a hex} port={b port}",
            "Frontend service lookup, addr={a ipv4} key.dport={b port}",
            "Frontend service lookup failed",
            SLOT,
            "Service backend slot lookup result: target={a ipv4} port={b port}",
            NO_SLOT,
            NO_BACKEND,
            REVERSE_LOOKUP,
            "Performing reverse NAT, address={a ipv4} port={b port}",
            "Loopback SNAT from={a ipv4} to={b ipv4}",
            "Loopback reverse SNAT from={a ipv4} to={b ipv4}",
            "CT lookup address: {a ipv4}",
            "RR backend slot selection hash={a} (0x{a hex}), selected_service={b}",
            "Reverse proxy lookup " + PROXY,
            "Reverse proxy entry found, orig-daddr={a ipv4} orig-dport={b}",
            "Reverse proxy updated " + PROXY,
            "Resolved L4 policy to: {a port} / {b direction}",
            "Destination is inside cluster prefix, source identity: {a}",
            "Attempting encapsulation, lookup key: {a ipv4}, identity: {b}",
            "Conntrack lookup 1/2: " + IPV4_PAIR,
            SECOND_LOOKUP,
            CREATED + " lb={c ipv4}",
            "Conntrack lookup 1/2: " + IPV6_PAIR,
            SECOND_LOOKUP,
            CREATED,
            "Skipping proxy, tc_index is set={a hex}",
            "Matched L4 policy; creating conntrack src={a} dst={b} dport={c high-port} proto={c byte}",
            "Failed to map addr={a ipv4} to identity",
            "Failed to map addr.p4=[::{a ipv6}] to identity",
            "Successfully mapped addr={a ipv4} to identity={b}",
            "Successfully mapped addr.p4=[::{a ipv6}] to identity={b}",
            "Stale CT entry found stale_ct.rev_nat_id={b}, svc.rev_nat_id={a}",
            "Inheriting identity={a} from stack",
            "Socket lookup: " + IPV4_PAIR,
            "Socket lookup: " + IPV6_PAIR,
            "Socket assign: {a error}",
            "L7 LB from {a ipv4} to {b ipv4}: proxy port {c}",
            "Loopback SNAT from.p4={a hex} to.p4={b hex}",
            "Loopback reverse SNAT from.p4={a hex} to.p4={b hex}");

    /** Texts that are others from 1.20 on, by sub-type. */
    private static final Map<Integer, DebugTemplate> CHANGED = Map.of(
            1, new DebugTemplate("No message, arg1={a} (0x{a hex}) arg2={b} (0x{b hex}) arg3={c} (0x{c hex})"),
            13, new DebugTemplate("ICMPv6 neighbour solicitation for address {a hex}:{b hex}"));

    private static final DebugTemplate UNKNOWN_ARGUMENTS = new DebugTemplate(" arg1={a} arg2={b}");

    private DebugTexts() {}

    /** Appends the text of a message. Allocates nothing. */
    static void write(DebugMessage event, Generation generation, TextBuffer out) {
        int subtype = event.subtype();
        if (generation.isAtLeast(Generation.V1_20) && CHANGED.containsKey(subtype)) {
            CHANGED.get(subtype).write(event, out);
            return;
        }
        if (subtype > 0 && subtype <= TEMPLATES.length) {
            TEMPLATES[subtype - 1].write(event, out);
            return;
        }
        out.append("Unknown message type=");
        out.decimal(subtype);
        UNKNOWN_ARGUMENTS.write(event, out);
    }

    private static DebugTemplate[] templates(String... templates) {
        return Arrays.stream(templates).map(DebugTemplate::new).toArray(DebugTemplate[]::new);
    }
}
