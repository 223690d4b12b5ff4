// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* Packets in packets: where their headers end, and how many bytes they are on the wire. */
#ifndef OBSERVER_TUNNEL_H
#define OBSERVER_TUNNEL_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <stdbool.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "events.h"
#include "parse.h"

#define PORT_VXLAN 4789
#define PORT_VXLAN_LINUX 8472
#define PORT_GENEVE 6081
#define VXLAN_LENGTH 8
#define GENEVE_OPTIONS 0x3f /* length in units of 4 bytes */

struct geneve_head {
	__u8 options;
	__u8 flags;
	__be16 protocol;
};

/* So many IP headers in IP are followed to find the end of a packet's headers. */
#define IP_TUNNELS 2

/*
 * Returns where the headers of the packet inside an IP tunnel end, and in the upper 32 bits the protocol if that packet
 * may be another tunnel. The connection is that of the outer packet.
 */
__noinline __u64 parse_inside(struct __sk_buff *skb, __u32 offset, __u32 ipv6)
{
	struct packet inside = {.end = offset};

	if (ipv6)
		parse_ipv6(skb, offset, &inside, false);
	else
		parse_ipv4(skb, offset, &inside, false);
	return (__u64)(inside.kind == PACKET_DATAGRAM ? inside.protocol : 0) << 32 | inside.end;
}

/* Finds the last header of a packet whose protocol is IP again. */
static __always_inline void parse_tunnels(struct __sk_buff *skb, struct packet *packet)
{
	__u32 protocol = packet->kind == PACKET_DATAGRAM ? packet->protocol : 0;

	for (int i = 0; i < IP_TUNNELS; i++) {
		__u64 inside;

		if (protocol != IPPROTO_IPIP && protocol != PROTOCOL_IPV4_IN_IPV4 && protocol != IPPROTO_IPV6)
			return;
		inside = parse_inside(skb, packet->end, protocol == IPPROTO_IPV6);
		packet->end = inside;
		protocol = inside >> 32;
	}
}

static __always_inline __u16 tunnel_port(const struct packet *packet)
{
	return bpf_ntohs(packet->ports >> 16);
}

static __always_inline bool is_tunnel(const struct packet *packet)
{
	__u16 port = tunnel_port(packet);

	return packet->protocol == IPPROTO_UDP &&
	       (port == PORT_VXLAN || port == PORT_VXLAN_LINUX || port == PORT_GENEVE);
}

/*
 * Returns where the headers of the packet inside VXLAN or Geneve end. The tunnel's own header is at `offset`, behind
 * that of UDP. Global (work.h).
 */
__noinline __u32 end_inside_udp(struct __sk_buff *skb, __u32 offset, __u32 port)
{
	__be16 protocol = bpf_htons(ETH_P_TEB);
	struct geneve_head head;

	if (port == PORT_GENEVE) {
		if (bpf_skb_load_bytes(skb, offset, &head, sizeof(head)))
			return offset;
		protocol = head.protocol;
		offset += (head.options & GENEVE_OPTIONS) * 4;
	}
	offset += VXLAN_LENGTH; /* Geneve's header without options is as long */
	if (protocol == bpf_htons(ETH_P_TEB)) {
		if (bpf_skb_load_bytes(skb, offset + ETH_HLEN - 2, &protocol, sizeof(protocol)))
			return offset;
		offset += ETH_HLEN;
		protocol = skip_vlan_tags(skb, protocol, &offset);
	}
	if (protocol != bpf_htons(ETH_P_IP) && protocol != bpf_htons(ETH_P_IPV6))
		return offset;
	return parse_inside(skb, offset, protocol == bpf_htons(ETH_P_IPV6));
}

/*
 * A packet that the kernel has not yet segmented, or has already joined, is on the wire as several, each with the
 * headers.
 */
static __always_inline struct amount amount_of(struct __sk_buff *skb, const struct packet *packet)
{
	__u32 segments = skb->gso_segs, size = skb->gso_size, headers = packet->end;

	if (!size)
		return (struct amount){1, skb->len};
	if (is_tunnel(packet))
		headers = end_inside_udp(skb, headers, tunnel_port(packet));
	if (skb->len <= headers)
		return (struct amount){1, skb->len};
	if (!segments) /* from a virtual machine or a tun device: not yet computed */
		segments = (skb->len - headers + size - 1) / size;
	return (struct amount){segments, skb->len + (__u64)(segments - 1) * headers};
}

#endif
