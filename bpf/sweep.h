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

#include "maps.h"
#include "mark.h"
#include "swept.h"
#include "track.h"

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
	struct connection_direction *direction = sent_by(entry, from);
	struct swept_sample sample = {};
	__u64 now = bpf_ktime_get_ns();
	__u32 told_at;
	bool owes, failed;
	__u8 point;

	bpf_spin_lock(&entry->lock);
	told_at = direction->told_at;
	owes = take_swept(entry, from, now >> TICK_SHIFT, &sample);
	bpf_spin_unlock(&entry->lock);
	if (!owes)
		return false;
	point = sample.head.point;
	failed = tell_swept(skb, &request->key, ipv6, from, now, &sample);
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
