// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Reads from a packet what connection tracking and attribution need. The packet is neither pulled nor written. An
 * offset may point outside the packet: then the load fails, and parsing ends.
 */
#ifndef OBSERVER_PARSE_H
#define OBSERVER_PARSE_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ip.h>
#include <stdbool.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define VLAN_TAGS 2
/* All that RFC 8200 has in one packet (6), and the header behind them. */
#define IPV6_EXTENSIONS 7
/* The verifier requires a bound for direct access. Headers at larger offsets are loaded by the helper. */
#define LINEAR_OFFSET 255

#define IPV4_FRAGMENT_OFFSET 0x1fff
#define IPV4_MORE_FRAGMENTS 0x2000
#define IPV6_FRAGMENT_OFFSET 0xfff8
#define IPV6_MORE_FRAGMENTS 0x0001

/* Headers are copied into a sample up to these lengths, because a packet's own length fields may be wrong. */
#define TCP_LENGTH 20
#define UDP_LENGTH 8
#define SCTP_LENGTH 16 /* with the head of the first chunk, which tells its type */
#define ICMP_LENGTH 8
#define IGMP_LENGTH 8
#define VRRP_LENGTH 8
#define ARP_LENGTH 28 /* for IPv4 on Ethernet */
/* An ICMP error is certain to contain this much of the transport header of the packet that it is about. */
#define ERROR_TRANSPORT_LENGTH 8

#define PROTOCOL_IPV4_IN_IPV4 94
#define PROTOCOL_VRRP 112

/* Neighbour discovery (RFC 4861) is sent with this hop limit, so that no router forwards it. */
#define NEIGHBOUR_HOP_LIMIT 255
#define ICMPV6_ROUTER_SOLICITATION 133
#define ICMPV6_REDIRECT 137

#define TCP_FIN 0x01
#define TCP_SYN 0x02
#define TCP_RST 0x04
#define TCP_ACK 0x10

enum packet_kind {
	PACKET_OTHER,	     /* not IP, incomplete, or a fragment without ports */
	PACKET_TCP,	     /* tcp_flags is set */
	PACKET_DATAGRAM,     /* UDP, and every other protocol without a handshake that is followed */
	PACKET_ECHO_REQUEST, /* ICMP or ICMPv6; the id is used as the requesting end's port, the other port is 0 */
	PACKET_ECHO_REPLY,
	PACKET_ERROR,	  /* ICMP or ICMPv6 error about another packet, which starts at offset `end` */
	PACKET_NEIGHBOUR, /* neighbour discovery of IPv6 */
	PACKET_NOTICE,	  /* any other ICMP or ICMPv6 message: multicast listeners, ... */
};

enum fragment_kind {
	FRAGMENT_NONE,
	FRAGMENT_FIRST,
	FRAGMENT_LATER, /* without ports */
};

struct packet {
	__u64 source[2]; /* as in address_key; zero unless IP */
	__u64 destination[2];
	__u32 ports;   /* as in the packet: the source's port first in memory, in network byte order */
	__u8 protocol; /* after IP and its extension headers */
	__u8 tcp_flags;
	__u8 kind;
	__u8 fragment;
	__u32 fragment_id;
	/* Where the headers end that were found: the sample has no byte after it. It may lie outside the packet. */
	__u32 end;
};

/* As struct ipv6hdr, but each address is two words, as the tables need it. */
struct ipv6_head {
	__u8 version; /* in the upper 4 bits */
	__u8 flow[3];
	__be16 length;
	__u8 next;
	__u8 hop_limit;
	__u64 source[2];
	__u64 destination[2];
};

struct ipv6_extension {
	__u8 next;
	__u8 length;
	__be16 fragment;
	__u32 fragment_id;
};

struct icmp_head {
	__u8 type;
	__u8 code;
	__be16 checksum;
	__be16 id;
};

/* The first bytes of a transport header. Only TCP has flags there. */
struct tcp_head {
	__u32 ports;
	__u8 unread[8];
	__u8 length; /* of the header in units of 4 bytes, in the upper 4 bits */
	__u8 flags;
};

#define TCP_HEAD_LENGTH 14

/*
 * Returns where a header can be read, or NULL if it is not inside the packet. Most headers are in the packet's linear
 * part, where they can be read without a helper. Others are copied to `copy`. Callers pass a struct as `copy`, and not
 * an array of bytes, so that the compiler loads whole fields and not single bytes.
 */
static __always_inline const void *header_at(struct __sk_buff *skb, __u32 offset, void *copy, __u32 length)
{
	void *data = (void *)(long)skb->data;
	void *end = (void *)(long)skb->data_end;

	if (offset <= LINEAR_OFFSET && data + offset + length <= end)
		return data + offset;
	return bpf_skb_load_bytes(skb, offset, copy, length) ? NULL : copy;
}

static __always_inline __u8 icmp_kind(__u8 protocol, __u8 type)
{
	if (protocol == IPPROTO_ICMPV6) {
		if (type == 128)
			return PACKET_ECHO_REQUEST;
		if (type == 129)
			return PACKET_ECHO_REPLY;
		if (type >= ICMPV6_ROUTER_SOLICITATION && type <= ICMPV6_REDIRECT)
			return PACKET_NEIGHBOUR;
		return type < 128 ? PACKET_ERROR : PACKET_NOTICE;
	}
	switch (type) {
	case 8:
		return PACKET_ECHO_REQUEST;
	case 0:
		return PACKET_ECHO_REPLY;
	case 3:	 /* destination unreachable */
	case 4:	 /* source quench */
	case 5:	 /* redirect */
	case 11: /* time exceeded */
	case 12: /* parameter problem */
		return PACKET_ERROR;
	default:
		return PACKET_NOTICE;
	}
}

static __always_inline __u32 swapped(__u32 ports)
{
	return ports << 16 | ports >> 16;
}

static __always_inline __u32 source_port(__be16 port)
{
	return bpf_htonl((__u32)bpf_ntohs(port) << 16);
}

static __always_inline void parse_icmp(struct __sk_buff *skb, __u32 offset, struct packet *packet)
{
	struct icmp_head copy;
	const struct icmp_head *head = header_at(skb, offset, &copy, sizeof(copy));

	packet->end = offset + ICMP_LENGTH;
	if (!head)
		return;
	packet->kind = icmp_kind(packet->protocol, head->type);
	if (packet->kind == PACKET_ECHO_REQUEST)
		packet->ports = source_port(head->id);
	else if (packet->kind == PACKET_ECHO_REPLY)
		packet->ports = swapped(source_port(head->id));
}

/* With `inside`, the packet is the one that an ICMP error is about, and no more than the ports is read. */
static __always_inline void parse_transport(struct __sk_buff *skb, __u32 offset, struct packet *packet, bool inside)
{
	struct tcp_head copy;
	const struct tcp_head *head;

	switch (packet->protocol) {
	case IPPROTO_TCP:
		packet->end = offset + (inside ? ERROR_TRANSPORT_LENGTH : TCP_LENGTH);
		head = header_at(skb, offset, &copy, inside ? sizeof(copy.ports) : TCP_HEAD_LENGTH);
		if (!head)
			return;
		if (!inside) {
			packet->tcp_flags = head->flags;
			if (head->length >> 4 > TCP_LENGTH / 4)
				packet->end = offset + (head->length >> 4) * 4;
		}
		packet->kind = PACKET_TCP;
		break;
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
		packet->end = offset + (packet->protocol == IPPROTO_SCTP && !inside ? SCTP_LENGTH : UDP_LENGTH);
		head = header_at(skb, offset, &copy, sizeof(copy.ports));
		if (!head)
			return;
		packet->kind = PACKET_DATAGRAM;
		break;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		parse_icmp(skb, offset, packet);
		return;
	case IPPROTO_IGMP:
	case PROTOCOL_VRRP:
		packet->end = offset + (packet->protocol == IPPROTO_IGMP ? IGMP_LENGTH : VRRP_LENGTH);
		packet->kind = PACKET_DATAGRAM;
		return;
	default: /* tracked only by addresses and protocol */
		packet->kind = PACKET_DATAGRAM;
		return;
	}
	packet->ports = head->ports;
}

static __always_inline __u64 mapped_ipv4(__be32 address)
{
	return (__u64)address << 32 | bpf_htonl(0xffff);
}

static __always_inline void parse_ipv4(struct __sk_buff *skb, __u32 offset, struct packet *packet, bool inside)
{
	struct iphdr copy;
	const struct iphdr *ip = header_at(skb, offset, &copy, sizeof(copy));

	if (!ip || ip->version != 4 || ip->ihl < 5)
		return;
	packet->source[1] = mapped_ipv4(ip->saddr);
	packet->destination[1] = mapped_ipv4(ip->daddr);
	packet->protocol = ip->protocol;
	packet->end = offset + ip->ihl * 4;
	if (ip->frag_off & bpf_htons(IPV4_FRAGMENT_OFFSET | IPV4_MORE_FRAGMENTS)) {
		packet->fragment = ip->frag_off & bpf_htons(IPV4_FRAGMENT_OFFSET) ? FRAGMENT_LATER : FRAGMENT_FIRST;
		packet->fragment_id = ip->id;
	}
	if (packet->fragment != FRAGMENT_LATER)
		parse_transport(skb, packet->end, packet, inside);
}

static __always_inline bool is_extension(__u8 protocol)
{
	return protocol == IPPROTO_HOPOPTS || protocol == IPPROTO_ROUTING || protocol == IPPROTO_DSTOPTS ||
	       protocol == IPPROTO_FRAGMENT || protocol == IPPROTO_AH;
}

/* With a fragment_kind: the packet, or what is followed of it, ends in the extension headers. */
#define CHAIN_CUT 0x80

static __always_inline __u64 chain(__u8 protocol, __u8 fragment, __u16 offset, __u32 fragment_id)
{
	return protocol | fragment << 8 | (__u64)offset << 16 | (__u64)fragment_id << 32;
}

/*
 * Follows IPv6 extension headers, and returns what `chain` makes of it, with the protocol behind them and where that
 * begins. Of a later fragment, that is what it is a part of. Global (work.h).
 */
__noinline __u64 skip_extensions(struct __sk_buff *skb, __u32 offset, __u32 protocol)
{
	__u32 fragment_id = 0;
	__u8 fragment = FRAGMENT_NONE;

	for (int i = 0; i < IPV6_EXTENSIONS; i++) {
		struct ipv6_extension extension;

		if (!is_extension(protocol))
			return chain(protocol, fragment, offset, fragment_id);
		if (bpf_skb_load_bytes(skb, offset, &extension, sizeof(extension)))
			break;
		if (protocol == IPPROTO_FRAGMENT) {
			offset += 8;
			fragment_id = extension.fragment_id;
			if (extension.fragment & bpf_htons(IPV6_FRAGMENT_OFFSET))
				return chain(extension.next, FRAGMENT_LATER, offset, fragment_id);
			if (extension.fragment & bpf_htons(IPV6_MORE_FRAGMENTS))
				fragment = FRAGMENT_FIRST;
		} else {
			offset += protocol == IPPROTO_AH ? (extension.length + 2) * 4 : (extension.length + 1) * 8;
		}
		protocol = extension.next;
	}
	return chain(protocol, fragment | CHAIN_CUT, offset, fragment_id);
}

static __always_inline void parse_ipv6(struct __sk_buff *skb, __u32 offset, struct packet *packet, bool inside)
{
	struct ipv6_head copy;
	const struct ipv6_head *ip = header_at(skb, offset, &copy, sizeof(copy));
	__u8 hop_limit;

	if (!ip || ip->version >> 4 != 6)
		return;
	packet->source[0] = ip->source[0];
	packet->source[1] = ip->source[1];
	packet->destination[0] = ip->destination[0];
	packet->destination[1] = ip->destination[1];
	packet->protocol = ip->next;
	packet->end = offset + sizeof(*ip);
	hop_limit = ip->hop_limit;
	if (is_extension(packet->protocol)) {
		__u64 chain = skip_extensions(skb, packet->end, packet->protocol);

		packet->protocol = chain;
		packet->fragment = chain >> 8 & 0x3;
		packet->end = chain >> 16 & 0xffff;
		packet->fragment_id = chain >> 32;
		if (packet->fragment == FRAGMENT_LATER || chain & CHAIN_CUT << 8)
			return;
	}
	parse_transport(skb, packet->end, packet, inside);
	if (packet->kind == PACKET_NEIGHBOUR && hop_limit != NEIGHBOUR_HOP_LIMIT)
		packet->kind = PACKET_NOTICE;
}

/* Returns the protocol after the VLAN tags in the packet. The kernel may already have removed tags from it. */
static __always_inline __be16 skip_vlan_tags(struct __sk_buff *skb, __be16 protocol, __u32 *offset)
{
	for (int i = 0; i < VLAN_TAGS; i++) {
		if (protocol != bpf_htons(ETH_P_8021Q) && protocol != bpf_htons(ETH_P_8021AD))
			break;
		if (bpf_skb_load_bytes(skb, *offset + 2, &protocol, sizeof(protocol)))
			break;
		*offset += 4;
	}
	return protocol;
}

#endif
