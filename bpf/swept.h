// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* Tells what is owed without a packet: the sample is made of the connection's key. */
#ifndef OBSERVER_SWEPT_H
#define OBSERVER_SWEPT_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "count.h"
#include "maps.h"
#include "mark.h"
#include "work.h"

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

/* Writes what take_swept has taken. Returns why it failed, or 0. */
static __always_inline int tell_swept(struct __sk_buff *skb, const union connection_key *key, bool ipv6, __u8 from,
				      __u64 now, struct swept_sample *sample)
{
	__u32 side = ipv6 ? key->ipv6.side : key->ipv4.side, tick = now >> TICK_SHIFT;
	__u8 point = sample->head.point;

	sample->head.time = now;
	sample->head.type = OBSERVER_SAMPLE_SWEPT;
	sample->head.version = OBSERVER_SAMPLE_VERSION;
	sample->head.point = subtype_of(point);
	sample->head.state |= (OBSERVER_FLAG_L3_DEVICE | (ipv6 ? OBSERVER_FLAG_IPV6 : 0)) << OBSERVER_STATE_FLAGS;
	sample->head.ifindex = side & ~(SIDE_NETWORK | SIDE_HAIRPIN);
	if (side & SIDE_NETWORK)
		sample->head.source = 0;
	fill_ends(key, ipv6, from, &sample->ends);
	set_age(&sample->counts, now);
	sample->counts.state |= OBSERVER_COUNTS_SWEPT;
	if (owns_swept(key, ipv6, from, side, point, tick))
		sample->counts.state |= OBSERVER_COUNTS_COUNTS;
	return write_sample(skb, tick, &sample->head, sizeof(*sample), 0);
}

static __always_inline void tell_left_end(struct __sk_buff *skb, struct work *work, __u8 end)
{
	struct swept_sample *sample = &work->left[end];
	__u32 point = sample->head.point - 1;
	struct point_tally *tally;
	int failure;

	if (!sample->head.type)
		return;
	failure = tell_swept(skb, &work->key, work->flags & OBSERVER_FLAG_IPV6, end, nanos_of(work), sample);
	tally = bpf_map_lookup_elem(&tallies, &point);
	if (tally)
		add_amount(!failure			   ? &tally->told
			   : failure == FAILURE_SUPPRESSED ? &tally->limited
							   : &tally->failed,
			   sample->counts.packets, sample->counts.bytes);
}

int tell_left(struct __sk_buff *skb)
{
	struct work *work = work_here();

	if (!work)
		return 0;
	tell_left_end(skb, work, END_LOW);
	tell_left_end(skb, work, END_HIGH);
	return skb->len != 0;
}

#endif
