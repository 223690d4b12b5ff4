// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Programs that the shim runs on single entries of the connection tables (BPF_PROG_TEST_RUN): user space cannot move
 * the mark of what was told without losing what programs count meanwhile. The "packet" is a struct sweep_request.
 */
#ifndef OBSERVER_SWEEP_H
#define OBSERVER_SWEEP_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "count.h"
#include "maps.h"

static __always_inline __u8 subtype_of(__u8 point)
{
	switch (point - 1) {
	case 0:
		return OBSERVER_TO_ENDPOINT;
	case 1:
		return OBSERVER_FROM_ENDPOINT;
	case 2:
		return OBSERVER_FROM_NETWORK;
	default:
		return OBSERVER_TO_NETWORK;
	}
}

static __always_inline void end_of(const union connection_key *key, bool ipv6, __u8 end, __u64 address[2])
{
	if (ipv6) {
		address[0] = end == END_LOW ? key->ipv6.low_address[0] : key->ipv6.high_address[0];
		address[1] = end == END_LOW ? key->ipv6.low_address[1] : key->ipv6.high_address[1];
	} else {
		address[0] = 0;
		address[1] = mapped_ipv4(end == END_LOW ? key->ipv4.low_address : key->ipv4.high_address);
	}
}

static __always_inline void fill_ends(const union connection_key *key, bool ipv6, __u8 from,
				      struct connection_ends *ends)
{
	__u32 ports = ipv6 ? key->ipv6.ports : key->ipv4.ports;
	__u64 address[2];

	if (from == END_HIGH)
		ports = swapped(ports);
	end_of(key, ipv6, from, address);
	__builtin_memcpy(ends->source, address, sizeof(ends->source));
	end_of(key, ipv6, !from, address);
	__builtin_memcpy(ends->destination, address, sizeof(ends->destination));
	ends->source_port = ports;
	ends->destination_port = ports >> 16;
	ends->protocol = ipv6 ? key->ipv6.protocol : key->ipv4.protocol;
}

static __always_inline bool owns_swept(const union connection_key *key, bool ipv6, __u8 from, __u32 side, __u8 point,
				       __u32 tick)
{
	struct ipv6_connection_key node = {
	    .ports = ipv6 ? key->ipv6.ports : key->ipv4.ports,
	    .protocol = (__u8)(ipv6 ? key->ipv6.protocol : key->ipv4.protocol),
	};

	end_of(key, ipv6, END_LOW, node.low_address);
	end_of(key, ipv6, END_HIGH, node.high_address);
	return owns(&node, from, side & ~SIDE_HAIRPIN, point, tick);
}

/* Not as add_amount does it, because a packet's program may interrupt a sweep. */
static __always_inline void note_swept(__u8 point, bool failed, const struct connection_counts *counts)
{
	__u32 index = point - 1;
	struct point_tally *tally = bpf_map_lookup_elem(&tallies, &index);
	struct amount *sum;

	if (!tally)
		return;
	sum = failed ? &tally->returned : &tally->told;
	__sync_fetch_and_add(&sum->packets, counts->packets);
	__sync_fetch_and_add(&sum->bytes, counts->bytes);
}

/* Tells what the direction of one end owes. Returns whether the event was not written. */
static __always_inline bool sweep_direction(struct __sk_buff *skb, const struct sweep_request *request, bool ipv6,
					    struct connection *entry, __u8 from)
{
	const union connection_key *key = &request->key;
	__u32 side = ipv6 ? key->ipv6.side : key->ipv4.side, told_at;
	struct connection_direction *direction = sent_by(entry, from);
	struct swept_sample sample = {};
	__u64 now = bpf_ktime_get_ns();
	bool owes, failed;
	__u8 point;

	bpf_spin_lock(&entry->lock);
	point = direction->point;
	told_at = direction->told_at;
	/* A program may have added its packet before the last look at the counters, and its bytes after it. */
	owes = point && (direction->packets != direction->told_packets || direction->bytes != direction->told_bytes ||
			 (entry->pending && (entry->initiator == from || entry->initiator == END_UNKNOWN)));
	if (owes)
		take(entry, direction, sent_by(entry, !from), now >> TICK_SHIFT, &sample.counts);
	bpf_spin_unlock(&entry->lock);
	if (!owes)
		return false;
	sample.head.time = now;
	sample.head.type = OBSERVER_SAMPLE_SWEPT;
	sample.head.version = OBSERVER_SAMPLE_VERSION;
	sample.head.point = subtype_of(point);
	sample.head.state = reason_of(entry, from) | (OBSERVER_FLAG_L3_DEVICE | (ipv6 ? OBSERVER_FLAG_IPV6 : 0))
							 << OBSERVER_STATE_FLAGS;
	sample.head.ifindex = side & ~(SIDE_NETWORK | SIDE_HAIRPIN);
	if (!(side & SIDE_NETWORK))
		sample.head.source =
		    entry->remembered[(sample.head.point == OBSERVER_FROM_ENDPOINT ? from : !from) & 1];
	fill_ends(key, ipv6, from, &sample.ends);
	set_age(&sample.counts, now);
	sample.counts.state |= OBSERVER_COUNTS_SWEPT;
	if (owns_swept(key, ipv6, from, side, point, now >> TICK_SHIFT))
		sample.counts.state |= OBSERVER_COUNTS_COUNTS;
	failed = write_sample(skb, now >> TICK_SHIFT, &sample.head, sizeof(sample), 0);
	note_swept(point, failed, &sample.counts);
	if (failed)
		give_back(entry, direction, &sample.counts, told_at);
	return failed;
}

/* Marks the entry dead, unless it was used since the shim decided. */
static __always_inline bool kill(struct connection *entry, const struct sweep_request *request)
{
	bool is_idle;

	bpf_spin_lock(&entry->lock);
	is_idle = entry->ends[END_LOW].seen == request->seen[END_LOW] &&
		  entry->ends[END_HIGH].seen == request->seen[END_HIGH];
	if (is_idle) {
		if ((entry->state & (CONNECTION_CLOSED | CONNECTION_LIVE | CONNECTION_FILTERED)) == CONNECTION_LIVE)
			entry->pending |= OBSERVER_COUNTS_CLOSED_TIMEOUT;
		entry->state |= CONNECTION_DEAD;
	}
	bpf_spin_unlock(&entry->lock);
	return is_idle;
}

static __always_inline int sweep(struct __sk_buff *skb, bool ipv6, enum table table)
{
	struct sweep_request request;
	struct connection *entry;
	bool failed;

	if (bpf_skb_load_bytes(skb, 0, &request, sizeof(request)))
		return SWEEP_CHANGED;
	entry = look_up(&request.key, ipv6, table);
	if (!entry || (request.action == SWEEP_KILL && !kill(entry, &request)) ||
	    (request.action == SWEEP_BURY && !is_dead(entry)))
		return SWEEP_CHANGED;
	failed = sweep_direction(skb, &request, ipv6, entry, END_LOW);
	failed |= sweep_direction(skb, &request, ipv6, entry, END_HIGH);
	return failed ? SWEEP_FAILED : SWEEP_DONE;
}

/* Not named "observer_", so that nobody takes them for programs that observe a device. */
#define SWEEP(NAME, IPV6, TABLE)                                                                                       \
	SEC("tc")                                                                                                      \
	int sweep_##NAME(struct __sk_buff *skb)                                                                        \
	{                                                                                                              \
		return sweep(skb, IPV6, TABLE);                                                                        \
	}

SWEEP(tcp4, false, TABLE_TCP)
SWEEP(tcp6, true, TABLE_TCP)
SWEEP(half_open4, false, TABLE_HALF_OPEN)
SWEEP(half_open6, true, TABLE_HALF_OPEN)
SWEEP(other4, false, TABLE_OTHER)
SWEEP(other6, true, TABLE_OTHER)

#endif
