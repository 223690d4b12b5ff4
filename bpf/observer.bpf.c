// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Watches packets at a workload's veth (its host side: ingress is from the endpoint, egress to it) and at the node's
 * uplink, and writes one trace_notify for each. Loads as a classifier on kernels from 5.10, as a TCX link or a clsact
 * filter. Every program returns -1 (TCX_NEXT, TC_ACT_UNSPEC): whoever stands behind it in the chain still decides.
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
/* `seen` is written at most so often: the packets of a busy connection then leave its cache line alone. */
#define SEEN_RESOLUTION SECOND

/* Sorts the two ends into the key, and answers which of them is the packet's source. */
static __always_inline __u8 connection_of(const struct packet *packet, __u32 side, struct connection_key *key)
{
	bool source_is_low = packet->source[1] != packet->destination[1] ? packet->source[1] < packet->destination[1]
			     : packet->source[0] != packet->destination[0]
				 ? packet->source[0] < packet->destination[0]
				 : packet->source_port <= packet->destination_port;

	if (source_is_low) {
		__builtin_memcpy(key->low_address, packet->source, sizeof(key->low_address));
		__builtin_memcpy(key->high_address, packet->destination, sizeof(key->high_address));
		key->low_port = packet->source_port;
		key->high_port = packet->destination_port;
	} else {
		__builtin_memcpy(key->low_address, packet->destination, sizeof(key->low_address));
		__builtin_memcpy(key->high_address, packet->source, sizeof(key->high_address));
		key->low_port = packet->destination_port;
		key->high_port = packet->source_port;
	}
	key->side = side;
	key->protocol = packet->protocol;
	__builtin_memset(key->padding, 0, sizeof(key->padding));
	return source_is_low ? END_LOW : END_HIGH;
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

/* Begins a connection, in the entry of its predecessor if there is one. */
static __always_inline void begin(struct connection *entry, const struct connection_key *key, __u8 initiator, __u64 now)
{
	if (entry) {
		entry->seen = now;
		entry->initiator = initiator;
		entry->finished_low = 0;
		entry->finished_high = 0;
	} else {
		struct connection first = {.seen = now, .initiator = initiator};

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
 * TCP tells who began: a SYN is NEW even where the table says otherwise (a port used again), and a SYN+ACK is a REPLY
 * even if the SYN came another way. Of a connection whose start nobody saw the roles cannot be known: UNKNOWN, and no
 * entry, for any later packet knows no more. A datagram begins a connection if there is none.
 */
static __always_inline __u8 track(const struct packet *packet, __u32 side, __u64 now)
{
	struct connection_key key __attribute__((aligned(8)));
	__u8 from = connection_of(packet, side, &key);
	struct connection *entry = bpf_map_lookup_elem(&connections, &key);
	bool live = entry && !expired(entry, packet->protocol, now);

	if (packet->kind == PACKET_TCP) {
		__u8 handshake = packet->tcp_flags & (TCP_SYN | TCP_ACK | TCP_RST | TCP_FIN);

		if (handshake == TCP_SYN) {
			begin(entry, &key, from, now);
			return OBSERVER_REASON_NEW;
		}
		if (handshake == (TCP_SYN | TCP_ACK) && (!live || entry->initiator == from)) {
			begin(entry, &key, !from, now);
			return OBSERVER_REASON_REPLY;
		}
		return live ? follow(entry, packet, from, now) : OBSERVER_REASON_UNKNOWN;
	}
	if (live)
		return follow(entry, packet, from, now);
	if (packet->kind == PACKET_ECHO_REPLY) {
		begin(entry, &key, !from, now);
		return OBSERVER_REASON_REPLY;
	}
	begin(entry, &key, from, now);
	return OBSERVER_REASON_NEW;
}

/* An ICMP error belongs to the connection of the packet inside it, whichever way that went. */
static __noinline __u8 track_error(struct __sk_buff *skb, __u32 offset, bool ipv6, __u32 side, __u64 now)
{
	struct connection_key key __attribute__((aligned(8)));
	struct packet inside = {};
	struct connection *entry;

	if (ipv6)
		parse_ipv6(skb, offset, &inside, true);
	else
		parse_ipv4(skb, offset, &inside, true);
	if (inside.kind == PACKET_OTHER)
		return OBSERVER_REASON_UNKNOWN;
	connection_of(&inside, side, &key);
	entry = bpf_map_lookup_elem(&connections, &key);
	if (entry && !expired(entry, inside.protocol, now))
		return OBSERVER_REASON_RELATED;
	return OBSERVER_REASON_UNKNOWN;
}

static __always_inline __u8 reason_of(struct __sk_buff *skb, const struct packet *packet, bool ipv6, __u32 side,
				      __u64 now)
{
	switch (packet->kind) {
	case PACKET_OTHER:
		return OBSERVER_REASON_UNKNOWN;
	case PACKET_NOTICE:
		return OBSERVER_REASON_NEW;
	case PACKET_ERROR:
		return track_error(skb, packet->inner, ipv6, side, now);
	default:
		return track(packet, side, now);
	}
}

static __always_inline __u16 endpoint_of(const __u64 *address)
{
	struct address_value *value = bpf_map_lookup_elem(&addresses, address);

	return value ? value->endpoint : 0;
}

static __always_inline void emit(struct __sk_buff *skb, struct trace_sample *sample)
{
	__u64 flags = (__u64)sample->notify.len_cap << 32 | BPF_F_CURRENT_CPU;
	__u32 type = sample->notify.type;
	struct output_count *count = bpf_map_lookup_elem(&outputs, &type);

	/* Atomic although the counter is this CPU's own: a test run may be interrupted by a packet in between. */
	if (count)
		__sync_fetch_and_add(&count->attempts, 1);
	if (bpf_perf_event_output(skb, &events, flags, sample, sizeof(*sample)) && count)
		__sync_fetch_and_add(&count->failed, 1);
}

static __always_inline int observe(struct __sk_buff *skb, __u8 point, bool ethernet)
{
	bool endpoint = point == OBSERVER_FROM_ENDPOINT || point == OBSERVER_TO_ENDPOINT;
	__u32 side = skb->ifindex | (endpoint ? 0 : SIDE_NETWORK);
	__u32 offset = ethernet ? ETH_HLEN : 0;
	__be16 protocol = skip_vlan_tags(skb, skb->protocol, &offset);
	struct packet packet = {};
	struct trace_sample sample = {
	    .time = bpf_ktime_get_ns(),
	    .notify.type = OBSERVER_TYPE_TRACE,
	    .notify.subtype = point,
	    .notify.hash = skb->hash,
	    .notify.len_orig = skb->len,
	    .notify.len_cap = skb->len < OBSERVER_CAPTURE_BYTES ? skb->len : OBSERVER_CAPTURE_BYTES,
	    .notify.version = OBSERVER_TRACE_VERSION,
	    .notify.reason = OBSERVER_REASON_UNKNOWN,
	    .notify.flags = ethernet ? 0 : OBSERVER_FLAG_L3_DEVICE,
	    .notify.ifindex = skb->ifindex,
	};

	if (protocol == bpf_htons(ETH_P_IP)) {
		parse_ipv4(skb, offset, &packet, false);
		sample.notify.reason = reason_of(skb, &packet, false, side, sample.time);
	} else if (protocol == bpf_htons(ETH_P_IPV6)) {
		sample.notify.flags |= OBSERVER_FLAG_IPV6;
		parse_ipv6(skb, offset, &packet, false);
		sample.notify.reason = reason_of(skb, &packet, true, side, sample.time);
	}
	if (endpoint && packet.source[1])
		sample.notify.source =
		    endpoint_of(point == OBSERVER_FROM_ENDPOINT ? packet.source : packet.destination);
	if (point == OBSERVER_TO_ENDPOINT)
		sample.notify.dst_id = sample.notify.source;
	emit(skb, &sample);
	return -1;
}

/* The kernel keeps 15 characters of a program's name; the shim knows its own filters by their beginning. */
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
