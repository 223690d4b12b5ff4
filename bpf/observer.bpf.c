// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Observes packets at the host side of a workload's veth (where ingress is from the endpoint and egress is to it) and
 * at the node's uplinks, and writes one trace_sample for each packet. The programs are classifiers for kernels
 * from 5.10, attached by TCX links or as clsact filters. They all return -1 (TCX_NEXT, TC_ACT_UNSPEC), so that the next
 * program in the chain decides about the packet.
 */
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "events.h"
#include "maps.h"
#include "parse.h"

#define SECOND 1000000000LL
#define TCP_TIMEOUT (8000 * SECOND)
#define TCP_FINISHED_TIMEOUT (10 * SECOND)
#define DATAGRAM_TIMEOUT (60 * SECOND)
/* `seen` is written at most once in this time: most packets of a busy connection do not write its cache line. */
#define SEEN_RESOLUTION SECOND
/* So many IP headers in IP are followed to find the end of a packet's headers. */
#define IP_TUNNELS 2
/* No packet's headers end here. */
#define NOT_REPORTED 0xffffffffU

/* What the connection table says about a packet. */
struct finding {
	struct connection *entry; /* NULL if there was none */
	__u8 from;		  /* the end that has sent the packet */
	__u8 reason;
};

/* Writes the sorted ends into the key, and returns which of them is the packet's source. */
static __always_inline __u8 connection_of(const struct packet *packet, bool ipv6, __u32 side, union connection_key *key)
{
	__u64 source0 = packet->source[0], source1 = packet->source[1];
	__u64 destination0 = packet->destination[0], destination1 = packet->destination[1];
	__u32 ports = packet->ports;
	bool source_is_low = source1 != destination1   ? source1 < destination1
			     : source0 != destination0 ? source0 < destination0
						       : ports <= swapped(ports);
	__u64 low0 = source_is_low ? source0 : destination0, low1 = source_is_low ? source1 : destination1;
	__u64 high0 = source_is_low ? destination0 : source0, high1 = source_is_low ? destination1 : source1;

	if (!source_is_low)
		ports = swapped(ports);
	if (ipv6)
		key->ipv6 = (struct ipv6_connection_key){{low0, low1}, {high0, high1}, ports, side, packet->protocol};
	else
		key->ipv4 = (struct ipv4_connection_key){low1 >> 32, high1 >> 32, ports, side, packet->protocol};
	return source_is_low ? END_LOW : END_HIGH;
}

static __always_inline struct connection *look_up(const union connection_key *key, bool ipv6)
{
	return ipv6 ? bpf_map_lookup_elem(&connections6, key) : bpf_map_lookup_elem(&connections, key);
}

static __always_inline bool expired(const struct connection *connection, __u8 protocol, __u64 now)
{
	__s64 idle = now - connection->seen; /* another CPU's clock may be ahead of ours */

	if (protocol != IPPROTO_TCP)
		return idle > DATAGRAM_TIMEOUT;
	if (connection->finished_low && connection->finished_high)
		return idle > TCP_FINISHED_TIMEOUT;
	return idle > TCP_TIMEOUT;
}

/* Begins a connection. If the key has an entry, of an earlier connection, it is used again. */
static __always_inline void begin(struct connection *entry, const union connection_key *key, bool ipv6, __u8 initiator,
				  __u64 now)
{
	if (entry) {
		entry->seen = now;
		entry->initiator = initiator;
		entry->finished_low = 0;
		entry->finished_high = 0;
	} else {
		struct connection first = {.seen = now, .initiator = initiator};

		if (ipv6)
			bpf_map_update_elem(&connections6, key, &first, BPF_ANY);
		else
			bpf_map_update_elem(&connections, key, &first, BPF_ANY);
	}
}

static __always_inline __u8 follow(struct connection *entry, const struct packet *packet, __u8 from, __u64 now)
{
	if ((__s64)(now - entry->seen) > SEEN_RESOLUTION)
		entry->seen = now;
	if (packet->tcp_flags & (TCP_FIN | TCP_RST)) {
		if (from == END_LOW || packet->tcp_flags & TCP_RST)
			entry->finished_low = 1;
		if (from == END_HIGH || packet->tcp_flags & TCP_RST)
			entry->finished_high = 1;
	}
	return entry->initiator == from ? OBSERVER_REASON_ESTABLISHED : OBSERVER_REASON_REPLY;
}

/*
 * TCP's flags show which end began the connection. A SYN is NEW even if the table has an entry, because a port can be
 * used again. A SYN+ACK is a REPLY even if the SYN was not seen here. If the start of a TCP connection was not seen,
 * its packets are UNKNOWN and get no entry, because later packets do not show the roles either. A datagram begins a
 * connection if there is none.
 */
static __always_inline struct finding track(const struct packet *packet, bool ipv6, __u32 side, __u64 now)
{
	union connection_key key;
	__u8 from = connection_of(packet, ipv6, side, &key);
	struct connection *entry = look_up(&key, ipv6);
	struct finding finding = {.entry = entry, .from = from, .reason = OBSERVER_REASON_NEW};
	bool live = entry && !expired(entry, packet->protocol, now);
	__u8 handshake = packet->tcp_flags & (TCP_SYN | TCP_ACK | TCP_RST | TCP_FIN);

	if (packet->kind == PACKET_TCP && handshake == TCP_SYN) {
		begin(entry, &key, ipv6, from, now);
	} else if (packet->kind == PACKET_TCP && handshake == (TCP_SYN | TCP_ACK) &&
		   (!live || entry->initiator == from)) {
		begin(entry, &key, ipv6, !from, now);
		finding.reason = OBSERVER_REASON_REPLY;
	} else if (live) {
		finding.reason = follow(entry, packet, from, now);
	} else if (packet->kind == PACKET_TCP) {
		finding.reason = OBSERVER_REASON_UNKNOWN;
	} else if (packet->kind == PACKET_ECHO_REPLY) {
		begin(entry, &key, ipv6, !from, now);
		finding.reason = OBSERVER_REASON_REPLY;
	} else {
		begin(entry, &key, ipv6, from, now);
	}
	return finding;
}

/*
 * An ICMP error belongs to the connection of the packet inside it, in whichever direction that packet was sent. Returns
 * the reason, and in the upper 32 bits where the headers inside end. It is not static, because the verifier follows a
 * global function once, and a static one anew from each call and each state before it.
 */
__noinline __u64 track_error(struct __sk_buff *skb, __u32 offset, __u32 ipv6, __u32 side, __u64 now)
{
	struct packet inside = {.end = offset};
	__u8 reason = OBSERVER_REASON_UNKNOWN;
	union connection_key key;
	struct connection *entry;

	if (ipv6)
		parse_ipv6(skb, offset, &inside, true);
	else
		parse_ipv4(skb, offset, &inside, true);
	if (inside.kind != PACKET_OTHER) {
		connection_of(&inside, ipv6, side, &key);
		entry = look_up(&key, ipv6);
		if (entry && !expired(entry, inside.protocol, now))
			reason = OBSERVER_REASON_RELATED;
	}
	return (__u64)inside.end << 32 | reason;
}

/*
 * Returns where the headers of the packet inside an IP tunnel end, and in the upper 32 bits the protocol if that packet
 * may be another tunnel. The connection is that of the outer packet. Global for the verifier, as above.
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

static __always_inline struct finding find(struct __sk_buff *skb, struct packet *packet, bool ipv6, __u32 side,
					   __u64 now)
{
	struct finding finding = {.reason = OBSERVER_REASON_UNKNOWN};
	__u64 error;

	switch (packet->kind) {
	case PACKET_OTHER:
		return finding;
	case PACKET_NEIGHBOUR:
	case PACKET_NOTICE:
		finding.reason = OBSERVER_REASON_NEW;
		return finding;
	case PACKET_ERROR:
		error = track_error(skb, packet->end, ipv6, side, now);
		finding.reason = error;
		packet->end = error >> 32;
		return finding;
	default:
		return track(packet, ipv6, side, now);
	}
}

static __always_inline __u16 endpoint_in_table(__u64 first, __u64 second)
{
	__u64 key[2] = {first, second};
	struct address_value *value = bpf_map_lookup_elem(&addresses, key);

	return value ? value->endpoint : 0;
}

/*
 * Returns the endpoint that has an address. If the connection's entry remembers it, no look-up is needed. The
 * generation is read before the table. If the table changes in between, the result is stored with the old generation
 * and so is not used again.
 *
 * This is correct on x86-64 only, whose processors never reorder two loads. Elsewhere the table could be read first:
 * then an entry from before a change would be remembered with the generation from after it, until the next change. The
 * instruction set has no load that keeps the order on all kernels from 5.10, so the shim does not compile for another
 * processor (observer.h).
 */
static __always_inline __u16 endpoint_of(const __u64 *address, __u64 *remembered)
{
	__u64 stamp = address_generation << 32 | address[1] >> 48 << 16;
	__u64 known = remembered ? *remembered : 0;
	__u16 endpoint;

	if ((known ^ stamp) <= 0xffff)
		return known;
	endpoint = endpoint_in_table(address[0], address[1]);
	if (remembered)
		*remembered = stamp | endpoint;
	return endpoint;
}

static __always_inline __u16 workload_of(const struct packet *packet, const struct finding *finding, bool is_source)
{
	const __u64 *address = is_source ? packet->source : packet->destination;
	__u8 end = (is_source ? finding->from : !finding->from) & 1;

	if (!(address[0] | address[1]))
		return 0;
	return endpoint_of(address, finding->entry ? &finding->entry->remembered[end] : NULL);
}

/*
 * Writes the sample, with the packet's bytes up to `end`. The counters need no atomic operations: each CPU has its own,
 * and bottom halves are disabled while a classifier runs, so that no other one can interrupt it.
 */
static __always_inline void emit(struct __sk_buff *skb, struct trace_sample *sample, __u32 end)
{
	__u64 captured = end < skb->len ? end : skb->len;
	__u32 type = OBSERVER_TYPE_TRACE;
	struct output_count *count = bpf_map_lookup_elem(&outputs, &type);

	if (captured > OBSERVER_CAPTURE_BYTES)
		captured = OBSERVER_CAPTURE_BYTES;
	sample->point |= (captured & OBSERVER_POINT_LENGTH) << OBSERVER_POINT_LENGTH_SHIFT;
	if (count)
		count->attempts++;
	if (bpf_perf_event_output(skb, &events, captured << 32 | BPF_F_CURRENT_CPU, sample, sizeof(*sample)) && count)
		count->failed++;
}

/*
 * Adds what only IP packets have: the reason, from the connection, and the endpoint, from an address. Returns where the
 * headers end, or NOT_REPORTED.
 */
static __always_inline __u32 inspect(struct __sk_buff *skb, __u32 offset, bool ipv6, bool endpoint,
				     struct trace_sample *sample)
{
	__u32 side = skb->ifindex | (endpoint ? 0 : SIDE_NETWORK);
	struct packet packet = {.end = offset};
	struct finding finding;

	if (ipv6)
		parse_ipv6(skb, offset, &packet, false);
	else
		parse_ipv4(skb, offset, &packet, false);
	if (packet.kind == PACKET_NEIGHBOUR && !observe_arp)
		return NOT_REPORTED;
	finding = find(skb, &packet, ipv6, side, sample->time);
	sample->state = finding.reason;
	if (endpoint)
		sample->source = workload_of(&packet, &finding, sample->point == OBSERVER_FROM_ENDPOINT);
	parse_tunnels(skb, &packet);
	return packet.end;
}

static __always_inline int observe(struct __sk_buff *skb, __u8 point, bool ethernet)
{
	bool endpoint = point == OBSERVER_FROM_ENDPOINT || point == OBSERVER_TO_ENDPOINT;
	__u32 offset = ethernet ? ETH_HLEN : 0;
	__be16 protocol = skip_vlan_tags(skb, skb->protocol, &offset);
	__u32 end = offset; /* the bytes of a packet that is neither IP nor ARP are not known to be headers */
	__u8 flags = ethernet ? 0 : OBSERVER_FLAG_L3_DEVICE;
	struct trace_sample sample = {
	    .time = bpf_ktime_get_ns(),
	    .hash = skb->hash,
	    .len_orig = skb->len,
	    .ifindex = skb->ifindex,
	    .point = point,
	    .state = OBSERVER_REASON_UNKNOWN,
	};

	if (protocol == bpf_htons(ETH_P_IP)) {
		end = inspect(skb, offset, false, endpoint, &sample);
	} else if (protocol == bpf_htons(ETH_P_IPV6)) {
		flags |= OBSERVER_FLAG_IPV6;
		end = inspect(skb, offset, true, endpoint, &sample);
	} else if (protocol == bpf_htons(ETH_P_ARP)) {
		end = observe_arp ? offset + ARP_LENGTH : NOT_REPORTED;
	}
	if (end == NOT_REPORTED)
		return -1;
	sample.state |= flags << OBSERVER_STATE_FLAGS;
	emit(skb, &sample, end);
	return -1;
}

/* The kernel keeps only 15 characters of a program's name; the shim finds its own filters by the prefix "observer_". */
#define OBSERVATION_POINT(NAME, POINT, ETHERNET)                                                                       \
	SEC("tc")                                                                                                      \
	int observer_##NAME(struct __sk_buff *skb)                                                                     \
	{                                                                                                              \
		return observe(skb, POINT, ETHERNET);                                                                  \
	}

OBSERVATION_POINT(from_endpoint, OBSERVER_FROM_ENDPOINT, true)
OBSERVATION_POINT(to_endpoint, OBSERVER_TO_ENDPOINT, true)
OBSERVATION_POINT(from_network, OBSERVER_FROM_NETWORK, true)
OBSERVATION_POINT(to_network, OBSERVER_TO_NETWORK, true)
OBSERVATION_POINT(from_endpoint_l3, OBSERVER_FROM_ENDPOINT, false)
OBSERVATION_POINT(to_endpoint_l3, OBSERVER_TO_ENDPOINT, false)
OBSERVATION_POINT(from_network_l3, OBSERVER_FROM_NETWORK, false)
OBSERVATION_POINT(to_network_l3, OBSERVER_TO_NETWORK, false)

char LICENSE[] SEC("license") = "Dual BSD/GPL";
