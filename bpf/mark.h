// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* Moves the marks up to which events have told what the entries of the connection tables count. */
#ifndef OBSERVER_MARK_H
#define OBSERVER_MARK_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "connection.h"
#include "events.h"
#include "work.h"

/* What an entry may have pending. */
#define PENDING                                                                                                        \
	(OBSERVER_COUNTS_OPENED | OBSERVER_COUNTS_CLOSED_FIN | OBSERVER_COUNTS_CLOSED_RST |                            \
	 OBSERVER_COUNTS_CLOSED_TIMEOUT | OBSERVER_COUNTS_CLOSED_REUSED)

static __always_inline struct connection_direction *sent_by(struct connection *entry, __u8 end)
{
	return &entry->ends[end & 1];
}

static __always_inline bool owes_counts(const struct connection_direction *direction)
{
	/* A program may have added its packet before the last look at the counters, and its bytes after it. */
	return direction->packets != direction->told_packets || direction->bytes != direction->told_bytes;
}

/*
 * Whether the direction of an end has something to tell without a packet. What is pending is told with counts, or else
 * by the end that began the connection if it has sent anything.
 */
static __always_inline bool owes(struct connection *entry, __u8 from)
{
	const struct connection_direction *direction = sent_by(entry, from), *reverse = sent_by(entry, !from);

	if (!direction->point)
		return false;
	if (owes_counts(direction))
		return true;
	return entry->pending && !owes_counts(reverse) &&
	       (entry->initiator == from || entry->initiator == END_UNKNOWN || !reverse->point);
}

/* Moves the marks of what was told, and writes what an event shall tell. The caller holds the lock. */
static __always_inline void take(struct connection *entry, struct connection_direction *direction,
				 const struct connection_direction *reverse, __u32 tick,
				 struct connection_counts *counts)
{
	/* Read once: other CPUs add meanwhile. */
	counts->packets = *(volatile __u64 *)&direction->packets - direction->told_packets;
	counts->bytes = *(volatile __u64 *)&direction->bytes - direction->told_bytes;
	direction->told_packets += counts->packets;
	direction->told_bytes += counts->bytes;
	direction->told_at = tick;
	counts->total_packets = direction->told_packets - direction->start_packets;
	counts->total_bytes = direction->told_bytes - direction->start_bytes;
	counts->reverse_packets = reverse->packets - reverse->start_packets;
	counts->reverse_bytes = reverse->bytes - reverse->start_bytes;
	counts->age = entry->first; /* when it began; made an age outside the lock */
	counts->tcp_flags = direction->tcp_flags;
	counts->reverse_tcp_flags = reverse->tcp_flags;
	counts->state = OBSERVER_COUNTS_TRACKED | entry->pending;
	entry->pending = 0;
}

/* The event was not written: everything is owed as before. */
static __always_inline void give_back(struct connection *entry, struct connection_direction *direction,
				      const struct connection_counts *counts, __u32 told_at)
{
	bpf_spin_lock(&entry->lock);
	direction->told_packets -= counts->packets;
	direction->told_bytes -= counts->bytes;
	direction->told_at = told_at;
	entry->pending |= counts->state & PENDING;
	bpf_spin_unlock(&entry->lock);
}

static __always_inline void set_age(struct connection_counts *counts, __u64 now)
{
	counts->age = now > counts->age ? now - counts->age : 0; /* another CPU's clock may be ahead of ours */
}

static __always_inline __u8 reason_of(const struct connection *entry, __u8 from)
{
	if (entry->initiator == END_UNKNOWN)
		return OBSERVER_REASON_UNKNOWN;
	return entry->initiator == from ? OBSERVER_REASON_ESTABLISHED : OBSERVER_REASON_REPLY;
}

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

/*
 * Takes what the direction of an end owes, for a sample without a packet, and notes in the sample's head what may
 * change without the lock: the direction's point, the reason and the endpoint there. The caller holds the lock. Returns
 * whether the direction owes anything.
 */
static __always_inline bool take_swept(struct connection *entry, __u8 from, __u32 tick, struct swept_sample *sample)
{
	struct connection_direction *direction = sent_by(entry, from);

	if (!owes(entry, from))
		return false;
	sample->head.point = direction->point;
	sample->head.state = reason_of(entry, from);
	sample->head.source =
	    entry->remembered[(subtype_of(direction->point) == OBSERVER_FROM_ENDPOINT ? from : !from) & 1];
	take(entry, direction, sent_by(entry, !from), tick, &sample->counts);
	return true;
}

#endif
