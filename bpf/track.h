// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* Finds the entry of a packet's connection, and says what the packet is in it: new, a reply, ... */
#ifndef OBSERVER_TRACK_H
#define OBSERVER_TRACK_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "hide.h"
#include "maps.h"
#include "mark.h"
#include "parse.h"
#include "work.h"

/* A later fragment whose first one nobody remembers. Fragments of a packet arrive together, or not at all. */
#define FRAGMENT_TIMEOUT (30 * TICKS_PER_SECOND)
/* In the protocol of a key: packets without ports, which are no connection, apart from those with ports that are 0. */
#define WITHOUT_PORTS 0x100

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

static __always_inline struct connection *look_up(const union connection_key *key, bool ipv6, enum table table)
{
	switch (table) {
	case TABLE_TCP:
		return ipv6 ? bpf_map_lookup_elem(&tcp6, key) : bpf_map_lookup_elem(&tcp4, key);
	case TABLE_HALF_OPEN:
		return ipv6 ? bpf_map_lookup_elem(&half_open6, key) : bpf_map_lookup_elem(&half_open4, key);
	default:
		return ipv6 ? bpf_map_lookup_elem(&other6, key) : bpf_map_lookup_elem(&other4, key);
	}
}

static __always_inline void add(const union connection_key *key, bool ipv6, enum table table, const void *value)
{
	switch (table) {
	case TABLE_TCP:
		bpf_map_update_elem(ipv6 ? (void *)&tcp6 : (void *)&tcp4, key, value, BPF_NOEXIST);
		break;
	case TABLE_HALF_OPEN:
		bpf_map_update_elem(ipv6 ? (void *)&half_open6 : (void *)&half_open4, key, value, BPF_NOEXIST);
		break;
	default:
		bpf_map_update_elem(ipv6 ? (void *)&other6 : (void *)&other4, key, value, BPF_NOEXIST);
	}
}

static __always_inline bool is_usable(const struct connection *entry)
{
	return entry && (entry->state & (CONNECTION_LIVE | CONNECTION_DEAD)) == CONNECTION_LIVE;
}

static __always_inline bool is_dead(const struct connection *entry)
{
	return entry && entry->state & CONNECTION_DEAD;
}

/* Whether neither end has sent anything for so long. Another CPU's tick may be ahead of ours. */
static __always_inline bool is_idle(const struct connection *entry, __u32 tick, __u32 timeout)
{
	return (__s32)(tick - entry->ends[0].seen) > (__s32)timeout &&
	       (__s32)(tick - entry->ends[1].seen) > (__s32)timeout;
}

static __always_inline __u32 timeout_of(const struct connection *entry, bool tcp)
{
	if (!tcp)
		return settings.other_timeout;
	return entry->state & CONNECTION_CLOSED ? settings.closed_timeout : settings.tcp_timeout;
}

static __always_inline void start(struct connection_direction *direction, __u32 tick)
{
	/* Not what is counted: other CPUs still add, and that will be told as this connection's. */
	direction->start_packets = direction->told_packets;
	direction->start_bytes = direction->told_bytes;
	direction->seen = tick;
	direction->told_at = tick - settings.interval;
	direction->tcp_flags = 0;
}

/*
 * Takes what the connection owes that an entry has had until now, and its end, if nobody has told that. The caller
 * holds the lock.
 */
static __always_inline void leave(struct connection *entry, struct work *work, __u8 how)
{
	if (settings.level == OBSERVER_LEVEL_NONE ||
	    (entry->state & (CONNECTION_LIVE | CONNECTION_FILTERED)) != CONNECTION_LIVE)
		return;
	if (!(entry->state & CONNECTION_CLOSED))
		entry->pending |= how;
	for (int end = 0; end < 2; end++) {
		if (take_swept(entry, end, work->tick, &work->left[end]))
			work->left[end].head.type = OBSERVER_SAMPLE_SWEPT;
	}
}

/* Tells what was left of an earlier connection. Global (work.h); swept.h has it. */
__noinline int tell_left(struct __sk_buff *skb);

/*
 * Begins a connection, in a new entry of `table`, or in the one that an earlier connection of the same ports has left.
 * Returns NULL if there is no room for it.
 */
static __always_inline struct connection *begin(struct __sk_buff *skb, struct connection *entry, bool ipv6,
						enum table table, __u8 initiator, struct work *work)
{
	__u8 state = CONNECTION_LIVE | (is_filtered(skb) ? CONNECTION_FILTERED : 0), how;
	const union connection_key *key = &work->key;
	__u64 nanos = nanos_of(work);

	if (!entry) {
		add(key, ipv6, table, &nothing);
		entry = look_up(key, ipv6, table);
		if (!entry)
			return NULL;
	}
	how = is_idle(entry, work->tick, timeout_of(entry, work->packet.kind == PACKET_TCP))
		  ? OBSERVER_COUNTS_CLOSED_TIMEOUT
		  : OBSERVER_COUNTS_CLOSED_REUSED;
	work->left[END_LOW].head.type = work->left[END_HIGH].head.type = 0;
	bpf_spin_lock(&entry->lock);
	if (!(entry->state & CONNECTION_DEAD)) {
		leave(entry, work, how);
		entry->initiator = initiator;
		entry->state = state;
		entry->pending = initiator == END_UNKNOWN || state & CONNECTION_FILTERED ? 0 : OBSERVER_COUNTS_OPENED;
		entry->first = nanos;
		start(&entry->ends[END_LOW], work->tick);
		start(&entry->ends[END_HIGH], work->tick);
	}
	bpf_spin_unlock(&entry->lock);
	if (work->left[END_LOW].head.type | work->left[END_HIGH].head.type)
		tell_left(skb);
	return entry;
}

static __always_inline const struct connection_direction *direction_of(const struct connection *entry, __u8 end)
{
	return &entry->ends[end & 1];
}

/* Both ends take part: this packet acknowledges, and the other end has acknowledged before. */
static __always_inline bool is_established(const struct connection *entry, __u8 from, __u8 flags)
{
	if (!(flags & TCP_ACK) || flags & (TCP_SYN | TCP_RST) || entry->state & CONNECTION_CLOSED)
		return false;
	if (entry->initiator != END_UNKNOWN && entry->initiator != from)
		return false;
	return direction_of(entry, !from)->tcp_flags & TCP_ACK;
}

/* What a direction had counted and told when its connection moved. */
struct moved_counts {
	__u64 packets;
	__u64 bytes;
	__u64 told_packets;
	__u64 told_bytes;
	__u64 start_packets;
	__u64 start_bytes;
};

static __always_inline void take_counts(struct connection_direction *direction, struct moved_counts *counts)
{
	counts->packets = *(volatile __u64 *)&direction->packets;
	counts->bytes = *(volatile __u64 *)&direction->bytes;
	counts->told_packets = direction->told_packets;
	counts->told_bytes = direction->told_bytes;
	counts->start_packets = direction->start_packets;
	counts->start_bytes = direction->start_bytes;
	/* Not read again: other CPUs still add. */
	direction->told_packets = counts->packets;
	direction->told_bytes = counts->bytes;
}

/* The caller holds the lock, so nobody tells of the direction in between. */
static __always_inline void give_counts(struct connection_direction *direction, const struct moved_counts *counts)
{
	__sync_fetch_and_add(&direction->packets, counts->packets);
	__sync_fetch_and_add(&direction->bytes, counts->bytes);
	direction->told_packets += counts->told_packets;
	direction->told_bytes += counts->told_bytes;
	direction->start_packets += counts->start_packets;
	direction->start_bytes += counts->start_bytes;
}

/*
 * Moves a connection from half_open to tcp. The new entry is added first, so that there is always one that other CPUs
 * find; then the old one is marked dead, and what it has counted goes over. What other CPUs, who found the old one
 * before, still add to it is told when the shim removes it. Without room in tcp, the connection stays where it is.
 */
static __always_inline struct connection *promote(struct connection *old, bool ipv6, struct work *work)
{
	struct moved_counts low = {}, high = {};
	struct connection *copy = &work->moved, *entry;
	bool was_dead;
	__u8 pending;

	__builtin_memset(copy, 0, sizeof(*copy));
	copy->initiator = old->initiator;
	copy->state = old->state & ~CONNECTION_DEAD; /* the shim, or another CPU, may have marked it just now */
	copy->first = old->first;
	copy->remembered[END_LOW] = old->remembered[END_LOW];
	copy->remembered[END_HIGH] = old->remembered[END_HIGH];
	for (int end = 0; end < 2; end++) {
		copy->ends[end].seen = old->ends[end].seen;
		copy->ends[end].told_at = old->ends[end].told_at;
		copy->ends[end].point = old->ends[end].point;
		copy->ends[end].tcp_flags = old->ends[end].tcp_flags;
	}
	add(&work->key, ipv6, TABLE_TCP, copy);
	entry = look_up(&work->key, ipv6, TABLE_TCP);
	if (!entry)
		return old;
	work->table = TABLE_TCP;
	bpf_spin_lock(&old->lock);
	was_dead = old->state & CONNECTION_DEAD;
	pending = old->pending;
	if (!was_dead) {
		old->state |= CONNECTION_DEAD;
		old->pending = 0;
		take_counts(&old->ends[END_LOW], &low);
		take_counts(&old->ends[END_HIGH], &high);
	}
	bpf_spin_unlock(&old->lock);
	if (was_dead) /* another CPU was first */
		return entry;
	bpf_spin_lock(&entry->lock);
	entry->pending |= pending;
	give_counts(&entry->ends[END_LOW], &low);
	give_counts(&entry->ends[END_HIGH], &high);
	bpf_spin_unlock(&entry->lock);
	return entry;
}

/* A SYN that is sent again, as the other end has not answered. */
static __always_inline bool is_repeated(const struct connection *entry, __u8 from)
{
	return entry->initiator == from && !(entry->state & CONNECTION_CLOSED) &&
	       !(direction_of(entry, from)->tcp_flags & TCP_ACK);
}

/*
 * TCP's flags show which end began the connection. A SYN is NEW even if the table has an entry, because a port can be
 * used again. A SYN+ACK is a REPLY even if the SYN was not seen here. If the start of a TCP connection was not seen,
 * its packets are UNKNOWN, because later packets do not show the roles either. Returns the entry, or NULL.
 */
static __always_inline struct connection *track_tcp(struct __sk_buff *skb, bool ipv6, struct work *work)
{
	__u8 flags = work->packet.tcp_flags, handshake = flags & (TCP_SYN | TCP_ACK | TCP_RST | TCP_FIN), from;
	struct connection *entry;
	bool live;

	from = work->from = connection_of(&work->packet, ipv6, work->side, &work->key);
	work->table = TABLE_TCP;
	entry = look_up(&work->key, ipv6, TABLE_TCP);
	if (!entry) {
		work->table = TABLE_HALF_OPEN;
		entry = look_up(&work->key, ipv6, TABLE_HALF_OPEN);
	}
	if (is_dead(entry)) {
		work->refused = 1;
		work->reason = handshake == TCP_SYN ? OBSERVER_REASON_NEW : OBSERVER_REASON_UNKNOWN;
		return NULL;
	}
	live = is_usable(entry) && !is_idle(entry, work->tick, timeout_of(entry, true));
	if (handshake == TCP_SYN) {
		work->reason = OBSERVER_REASON_NEW;
		if (live && is_repeated(entry, from))
			return entry;
	} else if (handshake == (TCP_SYN | TCP_ACK) && (!live || entry->initiator != !from)) {
		work->reason = OBSERVER_REASON_REPLY;
		from = !from;
	} else if (live) {
		work->reason = reason_of(entry, from);
		if (work->table == TABLE_HALF_OPEN && is_established(entry, from, flags))
			return promote(entry, ipv6, work);
		return entry;
	} else {
		work->reason = OBSERVER_REASON_UNKNOWN;
		if (handshake & TCP_RST) /* to a connection that nobody has: no reason to make an entry */
			return NULL;
		from = END_UNKNOWN;
	}
	entry = begin(skb, entry, ipv6, TABLE_HALF_OPEN, from, work);
	work->refused = !entry;
	return entry;
}

/*
 * Every other protocol: a packet begins a connection if there is none. Without `begins`, it only is counted under its
 * addresses, and its reason is known.
 */
static __always_inline struct connection *track_other(struct __sk_buff *skb, bool ipv6, struct work *work, bool begins)
{
	bool is_reply = begins && work->packet.kind == PACKET_ECHO_REPLY;
	struct connection *entry;
	__u8 initiator;

	work->from = connection_of(&work->packet, ipv6, work->side, &work->key);
	if (!begins)
		*(ipv6 ? &work->key.ipv6.protocol : &work->key.ipv4.protocol) |= WITHOUT_PORTS;
	work->table = TABLE_OTHER;
	entry = look_up(&work->key, ipv6, TABLE_OTHER);
	if (is_dead(entry)) {
		work->refused = 1;
		return NULL;
	}
	if (is_usable(entry) && !is_idle(entry, work->tick, settings.other_timeout)) {
		if (begins)
			work->reason = reason_of(entry, work->from);
		return entry;
	}
	initiator = !begins ? END_UNKNOWN : is_reply ? !work->from : work->from;
	if (is_reply)
		work->reason = OBSERVER_REASON_REPLY;
	entry = begin(skb, entry, ipv6, TABLE_OTHER, initiator, work);
	work->refused = !entry;
	return entry;
}

/*
 * A packet that leaves an interface into which it came, or the other way round: the entry's direction belongs to one
 * point, so the other one has an entry of its own. Its roles are those of the first, and it begins anew with it.
 */
static __always_inline struct connection *hairpin(struct __sk_buff *skb, bool ipv6, struct work *work,
						  const struct connection *first)
{
	struct connection *entry;

	*(ipv6 ? &work->key.ipv6.side : &work->key.ipv4.side) |= SIDE_HAIRPIN;
	work->table = TABLE_OTHER;
	entry = look_up(&work->key, ipv6, TABLE_OTHER);
	if (is_dead(entry))
		return NULL;
	if (is_usable(entry) && entry->first >= first->first)
		return entry;
	return begin(skb, entry, ipv6, TABLE_OTHER, first->initiator, work);
}

/*
 * An ICMP error belongs to the connection of the packet inside it, in whichever direction that packet was sent. Returns
 * the reason, and in the upper 32 bits where the headers inside end.
 */
__noinline __u64 track_error(struct __sk_buff *skb, __u32 offset, __u32 ipv6, __u32 side, __u32 tick)
{
	struct packet inside = {.end = offset};
	__u8 reason = OBSERVER_REASON_UNKNOWN;
	union connection_key key;
	struct connection *entry;
	bool tcp;

	if (ipv6)
		parse_ipv6(skb, offset, &inside, true);
	else
		parse_ipv4(skb, offset, &inside, true);
	tcp = inside.kind == PACKET_TCP;
	if (inside.kind != PACKET_OTHER) {
		connection_of(&inside, ipv6, side, &key);
		entry = look_up(&key, ipv6, tcp ? TABLE_TCP : TABLE_OTHER);
		if (!entry && tcp)
			entry = look_up(&key, ipv6, TABLE_HALF_OPEN);
		if (is_usable(entry) && !is_idle(entry, tick, timeout_of(entry, tcp)))
			reason = OBSERVER_REASON_RELATED;
	}
	return (__u64)inside.end << 32 | reason;
}

/* Whether all fragments of such a packet belong to its connection. */
static __always_inline bool has_connection(__u8 kind)
{
	return kind == PACKET_TCP || kind == PACKET_DATAGRAM || kind == PACKET_ECHO_REQUEST ||
	       kind == PACKET_ECHO_REPLY;
}

/* Gives the ports of a packet's first fragment to later ones. Without a first one, a fragment stays without ports. */
static __always_inline void join_fragments(struct work *work, bool ipv6)
{
	struct packet *packet = &work->packet;
	struct fragment_key key = {
	    .source = {packet->source[0], packet->source[1]},
	    .destination = {packet->destination[0], packet->destination[1]},
	    .id = packet->fragment_id,
	    .protocol = ipv6 ? 0 : packet->protocol,
	};
	struct fragment_value value = {
	    .ports = packet->ports, .tick = work->tick, .kind = packet->kind, .protocol = packet->protocol};
	struct fragment_value *first;

	if (packet->fragment == FRAGMENT_FIRST) {
		if (has_connection(packet->kind))
			bpf_map_update_elem(&fragments, &key, &value, BPF_ANY);
		return;
	}
	first = bpf_map_lookup_elem(&fragments, &key);
	if (!first || (__s32)(work->tick - first->tick) > FRAGMENT_TIMEOUT)
		return;
	packet->ports = first->ports;
	packet->kind = first->kind;
	packet->protocol = first->protocol;
}

/* Returns the entry that counts the packet, or NULL. */
static __always_inline struct connection *find(struct __sk_buff *skb, bool ipv6, struct work *work)
{
	struct packet *packet = &work->packet;
	__u64 error;

	work->reason = OBSERVER_REASON_UNKNOWN;
	if (!(packet->destination[0] | packet->destination[1])) /* no IP header, whatever the Ethernet header says */
		return NULL;
	if (packet->fragment)
		join_fragments(work, ipv6);
	switch (packet->kind) {
	case PACKET_TCP:
		return track_tcp(skb, ipv6, work);
	case PACKET_DATAGRAM:
	case PACKET_ECHO_REQUEST:
	case PACKET_ECHO_REPLY:
		work->reason = OBSERVER_REASON_NEW;
		return track_other(skb, ipv6, work, true);
	case PACKET_ERROR:
		error = track_error(skb, packet->end, ipv6, work->side, work->tick);
		work->reason = error;
		packet->end = error >> 32;
		break;
	case PACKET_NEIGHBOUR:
	case PACKET_NOTICE:
		work->reason = OBSERVER_REASON_NEW;
		break;
	}
	return track_other(skb, ipv6, work, false);
}

#endif
